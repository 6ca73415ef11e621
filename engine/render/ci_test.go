package render

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

func found() diag.List { return diag.List{bandOrder(), goalDrift(), unplaced()}.Sorted() }

func TestFindingsAsJSON(t *testing.T) {
	got := golden(t, "findings.json", func(w io.Writer) error {
		return FindingsJSON(w, found(), Stats{Documents: 27, Files: 21, Rules: 61})
	})
	if strings.Contains(got, "null") {
		t.Error("null in place of an empty list")
	}
	golden(t, "findings-none.json", func(w io.Writer) error { return FindingsJSON(w, nil, Stats{}) })
}

// What is escaped for terminals and runners reads back as it was.
func TestJSONKeepsHostileTextAndDoesNotActIt(t *testing.T) {
	const hostile = "##[error] \u202e \x1b[31m \u009b \x7f \U000E0041 <b>&</b> 名前 \u2028 \\u0023"
	list := diag.List{{Code: "c", Severity: diag.Error, Detail: hostile}}
	got := written(t, func(w io.Writer) error { return FindingsJSON(w, list, Stats{}) })
	if i := strings.IndexAny(got, "\u202e\x1b\u009b\x7f\U000E0041\u2028"); i >= 0 || strings.Contains(got, "##[") {
		t.Errorf("raw characters in %q", got)
	}
	if !strings.Contains(got, "<b>&</b> 名前") {
		t.Errorf("harmless text is escaped: %s", got)
	}
	var back struct{ Findings []struct{ Detail string } }
	if err := json.Unmarshal([]byte(got), &back); err != nil || back.Findings[0].Detail != hostile {
		t.Errorf("read back %q, %v", back.Findings[0].Detail, err)
	}
}

type sarifShape struct {
	Schema  string `json:"$schema"`
	Version string
	Runs    []struct {
		ColumnKind string
		Tool       struct {
			Driver struct {
				Name  string
				Rules []struct {
					ID               string
					ShortDescription struct{ Text string }
				}
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level               string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
				}
			}
		}
	}
}

func sarifOf(t *testing.T, text string) sarifShape {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	var log sarifShape
	if err := dec.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 {
		t.Fatalf("not a SARIF log: %+v", log)
	}
	run := log.Runs[0]
	if run.ColumnKind != "unicodeCodePoints" || run.Tool.Driver.Name != "entente" || run.Results == nil {
		t.Errorf("run %+v", run)
	}
	for _, r := range run.Results {
		if rule := run.Tool.Driver.Rules[r.RuleIndex]; rule.ID != r.RuleID || rule.ShortDescription.Text == "" {
			t.Errorf("%s is said to be rule %+v", r.RuleID, rule)
		}
		if r.Message.Text == "" || len(r.PartialFingerprints) == 0 || r.Level != "error" && r.Level != "warning" {
			t.Errorf("result %+v", r)
		}
		for _, l := range r.Locations {
			at := l.PhysicalLocation
			if u, err := url.Parse(at.ArtifactLocation.URI); err != nil || u.IsAbs() || u.Path == "" {
				t.Errorf("address %q, %v", at.ArtifactLocation.URI, err)
			}
			if at.Region.StartLine < 1 || at.Region.StartColumn < 1 || at.Region.EndLine < at.Region.StartLine {
				t.Errorf("region %+v", at.Region)
			}
		}
	}
	return log
}

func TestSARIFIsALogOfResults(t *testing.T) {
	rules := []RuleInfo{{Code: "band-order", Severity: diag.Error, Summary: "A band starts below the one before it", Why: "Bounds ascend."},
		{Code: "weights", Severity: diag.Error, Summary: "Weights do not sum to 100"}}
	got := golden(t, "findings.sarif", func(w io.Writer) error { return SARIF(w, found(), "", "0.3.0", rules) })
	log := sarifOf(t, got)
	region := log.Runs[0].Results[2].Locations[0].PhysicalLocation.Region
	if log.Runs[0].Results[2].RuleID != "band-order" || region.StartLine != 7 || region.StartColumn != 27 || region.EndColumn != 36 {
		t.Errorf("band-order is at %+v", region)
	}
	sarifOf(t, written(t, func(w io.Writer) error { return SARIF(w, nil, "", "", nil) }))
}

func TestSARIFCountsColumnsInCodePoints(t *testing.T) {
	const text = "title: 名前 𝒳 wrong\n"
	s := diag.Bytes("名前/a b#1%.yaml", []byte(text))
	log := sarifOf(t, written(t, func(w io.Writer) error {
		return SARIF(w, diag.List{{Code: "c", Summary: "S", Severity: diag.Error, At: at(s, text, "wrong")}}, "", "", nil)
	}))
	at := log.Runs[0].Results[0].Locations[0].PhysicalLocation
	if at.Region.StartColumn != 13 || at.Region.EndColumn != 18 {
		t.Errorf("columns %d to %d, want 13 to 18", at.Region.StartColumn, at.Region.EndColumn)
	}
	if path, err := url.PathUnescape(at.ArtifactLocation.URI); err != nil || path != s.Path || strings.ContainsAny(at.ArtifactLocation.URI, " #") {
		t.Errorf("address %q is %q, %v", at.ArtifactLocation.URI, path, err)
	}
}

func TestSARIFKeepsErrorsWhenThereAreTooMany(t *testing.T) {
	var list diag.List
	for i := range 6000 {
		list.Add(diag.Finding{Code: "w", Severity: diag.Warning, Summary: "W", Detail: fmt.Sprint(i)})
	}
	list.Add(diag.Finding{Code: "e", Severity: diag.Error, Summary: "E"})
	run := sarifOf(t, written(t, func(w io.Writer) error { return SARIF(w, list, "", "", nil) })).Runs[0]
	if len(run.Results) != 5000 || run.Results[0].RuleID != "e" || run.Results[1].Message.Text != "0" {
		t.Errorf("%d results, first %+v", len(run.Results), run.Results[0])
	}
	if got := run.Invocations[0].ToolExecutionNotifications[0].Message.Text; got != "1,001 results left out" {
		t.Errorf("it says %q", got)
	}
}

func TestJUnitFailsErrorsOnly(t *testing.T) {
	got := golden(t, "junit.xml", func(w io.Writer) error { return JUnit(w, found()) })
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
	}
	if err := xml.Unmarshal([]byte(got), &suites); err != nil || suites.Tests != 3 || suites.Failures != 1 {
		t.Errorf("%+v, %v", suites, err)
	}
	golden(t, "junit-none.xml", func(w io.Writer) error { return JUnit(w, nil) })
}

func TestCheckstyleIsByFile(t *testing.T) {
	golden(t, "checkstyle.xml", func(w io.Writer) error { return Checkstyle(w, append(found(), bandOrder())) })
}

func TestXMLSurvivesHostileText(t *testing.T) {
	list := diag.List{{Code: "c", Severity: diag.Error, Summary: "S", Detail: "]]></failure>&\x00\x1b[31m\xff\" ##[error]", Fix: "::error::x"}}
	for name, write := range map[string]func(io.Writer, diag.List) error{"junit": JUnit, "checkstyle": Checkstyle} {
		got := written(t, func(w io.Writer) error { return write(w, list) })
		var any struct {
			Inner string `xml:",innerxml"`
		}
		if err := xml.Unmarshal([]byte(got), &any); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(got, "##[") || regexp.MustCompile(`(?m)^\s*::`).MatchString(got) {
			t.Errorf("%s holds a command: %s", name, got)
		}
	}
}

func TestGitHubAnnotatesEachCauseOnce(t *testing.T) {
	golden(t, "github.txt", func(w io.Writer) error { return GitHub(w, append(found(), bandOrder()), "") })
}

func TestGitHubEscapesPropertiesAndData(t *testing.T) {
	s := diag.Bytes("a,b:c%\n::error::.yaml", []byte("x\n"))
	list := diag.List{{Code: "c", Severity: diag.Error, Summary: "One, two: 100%", Detail: "50% of\r\n::error::this", At: diag.Span{Source: s, End: 1}}}
	want := "::error file=a%2Cb%3Ac%25 %3A%3Aerror%3A%3A.yaml,line=1,col=1,endLine=1,title=One%2C two%3A 100%25::50%25 of  ::error::this%0Aentente explain c\n"
	if got := written(t, func(w io.Writer) error { return GitHub(w, list, "") }); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestGitHubKeepsWithinTheBudget(t *testing.T) {
	var list diag.List
	for i := range 14 {
		for range 3 {
			list.Add(diag.Finding{Code: "e", Severity: diag.Error, Summary: "E", Detail: fmt.Sprint(i)})
		}
		list.Add(diag.Finding{Code: "w", Severity: diag.Warning, Summary: "W", Detail: fmt.Sprint(i)})
	}
	got := written(t, func(w io.Writer) error { return GitHub(w, list, "") })
	if e, w := strings.Count(got, "\n::error ")+1, strings.Count(got, "\n::warning "); e != 10 || w != 10 {
		t.Errorf("%d errors and %d warnings", e, w)
	}
	if !strings.HasSuffix(got, "\n… and 12 errors, 4 warnings without an annotation\n") {
		t.Errorf("it ends %q", got[len(got)-80:])
	}
}

// GitHub looks for files from the root of the repository.
func TestFilesOfAUnitAreNamedFromTheRoot(t *testing.T) {
	list := append(found(), bandOrder())
	commands := written(t, func(w io.Writer) error { return GitHub(w, list, "emea/dach") })
	if n, all := strings.Count(commands, "emea/dach/"), strings.Count(commands, ".yaml"); n != all || n != 3 {
		t.Errorf("%d of %d files:\n%s", n, all, commands)
	}
	sarif := written(t, func(w io.Writer) error { return SARIF(w, list, "emea/dach", "", nil) })
	if n, all := strings.Count(sarif, `"uri": "emea/dach/`), strings.Count(sarif, `"uri": "`); n != all || n == 0 {
		t.Errorf("%d of %d addresses:\n%s", n, all, sarif)
	}
}
