package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const head = "apiVersion: entente/v1\nkind: "

// repository is the smallest one that partners can be imported into.
func repository(more ...File) fstest.MapFS {
	out := fstest.MapFS{
		"organization.yaml": {Data: []byte(head + "Organization\nmetadata: {name: acme}\nspec:\n  baseCurrency: USD\n  timezone: UTC\n")},
		"program.yaml":      {Data: []byte(head + "Program\nmetadata: {name: resellers}\nspec: {type: reseller}\n")},
	}
	for _, f := range more {
		out[f.Path] = &fstest.MapFile{Data: f.Text}
	}
	return out
}

// with is the repository after an import.
func with(repo fstest.MapFS, files []File) fstest.MapFS {
	out := maps.Clone(repo)
	for _, f := range files {
		out[f.Path] = &fstest.MapFile{Data: f.Text}
	}
	return out
}

func request(text string, columns ...string) Request {
	r := Request{Name: "in.csv", Text: []byte(text), Program: "resellers", Out: "partners"}
	for _, c := range columns {
		m, err := ParseMapping(c)
		if err != nil {
			panic(err)
		}
		r.Columns = append(r.Columns, m)
	}
	return r
}

func imported(t *testing.T, repo fs.FS, r Request) *Imported {
	t.Helper()
	out, err := Import(t.Context(), repo, r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func paths(i *Imported) []string {
	var out []string
	for _, f := range i.Files {
		out = append(out, f.Path)
	}
	return out
}

func textOf(t *testing.T, i *Imported, path string) string {
	t.Helper()
	for _, f := range i.Files {
		if f.Path == path {
			return string(f.Text)
		}
	}
	t.Fatalf("%s is not among %q", path, paths(i))
	return ""
}

// TestImportEveryField fills all of them: the document has twelve lines.
func TestImportEveryField(t *testing.T) {
	r := request("Name;Legal;Shown;Stage;Boss;Who;Land;Size;Area;From;Id\n"+
		"Äcme;\"Äcme: #1, Ltd\";@Äcme;Winding Down;Jo Doe <jo@example.com>;Mo Roe;DE, AT | DE;mid-market, Washington;emea;2024-02-29 10:15;007\n",
		"name=name", "legalName=Legal", "title=Shown", "lifecycle=Stage", "manager=Boss", "mainContact=Who", "territory=Land", "segment=Size", "region=Area", "since=From", "key.crm=Id")
	out := imported(t, repository(), r)
	want := head + `Partner
metadata: {name: acme, title: '@Äcme', labels: {region: emea}}
spec:
  legalName: 'Äcme: #1, Ltd'
  lifecycle: winding-down
  programs: [{program: resellers, since: 2024-02-29}]
  manager: jo-doe
  mainContact: mo-roe
  territories: [DE, AT]
  segments: [mid-market, Washington]
  keys: {crm: "007"}
`
	if diff := cmp.Diff(want, textOf(t, out, "partners/acme.yaml")); diff != "" {
		t.Error(diff)
	}
	people := "  people:\n    - {id: jo-doe}\n    - {id: mo-roe, side: partner, partner: acme}\n"
	if got := textOf(t, out, "organization.yaml"); !strings.HasSuffix(got, people) {
		t.Error(got)
	}
}

// TestImportRejects names the reason for each row that is not taken.
func TestImportRejects(t *testing.T) {
	text := "name,since,key,email,stage\n" +
		"A,,k1,,\n" + // 2
		",,k2,,\n" +
		"A,,k1,,\n" +
		"B,,k1,,\n" +
		"C,31.12.2025,k3,,\n" +
		"日本,,k4,,\n" +
		strings.Repeat("x", 301) + ",,k5,,\n" +
		"jo@example.com,,k6,,\n" +
		"D,,k7\n" +
		"E,,k\x078,,\n" +
		"F\"F,,k9,,\n" +
		"G,,k10,,retired\n" +
		"H,,jo@example.com,,\n" +
		",,,,\n" +
		"I,2025-12-31,k11,jo@example.com,active\n"
	out := imported(t, repository(), request(text, "name=name", "since=since", "key.crm=key", "lifecycle=stage"))
	want := []string{
		"3: no name",
		"4: the same row as line 2",
		"5: the key crm `k1` is that of line 2; map key.crm to a column that tells them apart",
		"6: since `31.12.2025`: expected a date such as 2026-01-31: write 2025-12-31",
		"7: no letter of the name `日本` can stand in a document's name; map name to a column in Latin letters, and this one to legalName",
		"8: name has 301 characters, more than 300",
		"9: name has an e-mail address, which is not stored",
		"10: 3 cells where the header has 5, perhaps for an unquoted comma",
		"11: key has a control character",
		"12: a quote stands inside of a cell (column 2); put the cell in quotes and double those inside",
		"13: `retired` is no lifecycle: write one of prospect, assessing, approved, onboarding, active, paused, winding-down, ended, declined",
		"14: key has an e-mail address, which is not stored",
	}
	var got []string
	for _, r := range out.Rejects {
		got = append(got, fmt.Sprintf("%d: %s", r.Line, r.Reason))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"partners/a.yaml", "partners/i.yaml"}, paths(out)); diff != "" {
		t.Error(diff)
	}
	if out.Blank != 1 || strings.Contains(textOf(t, out, "partners/i.yaml"), "@") {
		t.Errorf("%d blank rows; %s", out.Blank, textOf(t, out, "partners/i.yaml"))
	}
}

// TestRejectFileIsImportable: mended, what was rejected is taken.
func TestRejectFileIsImportable(t *testing.T) {
	first := imported(t, repository(), request("name;owner\nA;x\n;\"two\nlines\"\n"))
	text, err := first.RejectFile()
	if err != nil {
		t.Fatal(err)
	}
	if want := "name;owner;reason\n;\"two\nlines\";no name\n"; string(text) != want {
		t.Errorf("%q", text)
	}
	mended := imported(t, repository(), request(strings.Replace(string(text), "\n;", "\nB;", 1)))
	if len(mended.Rejects) > 0 || !strings.Contains(textOf(t, mended, "partners/b.yaml"), "manager: two-lines") {
		t.Errorf("%+v", mended)
	}
}

// TestImportAgain: the same file changes nothing, rows in another order and new
// ones among them keep the names, and with force the bytes are the same.
func TestImportAgain(t *testing.T) {
	repo := repository()
	text := "name,id,owner,contact\nAcme GmbH,1,Jo Doe,Mo\n\"ACME, GmbH\",2,Jo Doe,Mo\nOther,3,Mo,\n"
	columns := []string{"name=name", "key.crm=id", "manager=owner", "mainContact=contact"}
	first := imported(t, repo, request(text, columns...))
	if diff := cmp.Diff([]string{"organization.yaml", "partners/acme-gmbh-2.yaml", "partners/acme-gmbh.yaml", "partners/other.yaml"}, paths(first)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff([]string{"jo-doe", "mo", "mo-2", "mo-3"}, first.People); diff != "" {
		t.Error(diff)
	}
	after := with(repo, first.Files)
	again := imported(t, after, request(text, columns...))
	if len(again.Files) > 0 || again.Existing != 3 {
		t.Errorf("again: %q, %d are there", paths(again), again.Existing)
	}
	for _, single := range []string{"", "all.yaml"} {
		r := request(text, columns...)
		r.Force, r.Single = true, single
		forced := imported(t, after, r)
		if diff := cmp.Diff(after, with(after, forced.Files)); diff != "" || forced.Partners != 3 {
			t.Errorf("%d written\n%s", forced.Partners, diff)
		}
	}
	more := imported(t, after, request("name,id\nacme gmbh,4\nRenamed,2\nAcme GmbH,1\n", "name=name", "key.crm=id"))
	if diff := cmp.Diff([]string{"partners/acme-gmbh-3.yaml"}, paths(more)); diff != "" || more.Existing != 2 {
		t.Errorf("%d are there\n%s", more.Existing, diff)
	}
}

// TestForceKeepsNeighbours: of a file with several documents only the partner's
// own is written anew, the Organization's people included.
func TestForceKeepsNeighbours(t *testing.T) {
	const (
		before  = "# all of it\n" + head + "Organization\nmetadata: {name: acme}\nspec:\n  baseCurrency: USD\n  timezone: UTC\n  people: [{id: a}]\n"
		partner = head + "Partner\nmetadata: {name: a, title: Old}\nspec: {legalName: Old, lifecycle: active}\n"
		program = "---\n" + head + "Program\nmetadata: {name: resellers}\nspec: {type: reseller} # kept\n"
	)
	repo := fstest.MapFS{"all.yaml": {Data: []byte(before + "---\n" + partner + program)}}
	r := request("name,owner\nA,Jo\nB,Jo\n")
	r.Force, r.Single = true, "all.yaml"
	out := imported(t, repo, r)
	document := func(name, title string) string {
		return head + "Partner\nmetadata: {name: " + name + ", title: " + title + "}\nspec:\n  legalName: " + title +
			"\n  lifecycle: prospect\n  programs: [{program: resellers}]\n  manager: jo\n  keys: {crm: " + title + "}\n"
	}
	want := strings.Replace(before, "{id: a}]", "{id: a}, {id: jo}]", 1) + "---\n" + document("a", "A") + program + "---\n" + document("b", "B")
	if diff := cmp.Diff(want, textOf(t, out, "all.yaml")); diff != "" {
		t.Error(diff)
	}
}

// TestSides: a manager is never taken for somebody of a partner's, nor for a team.
func TestSides(t *testing.T) {
	repo := repository(File{"organization.yaml", []byte(head + "Organization\nmetadata: {name: acme}\nspec:\n  baseCurrency: USD\n  timezone: UTC\n" +
		"  people:\n    - {id: jo, side: partner, partner: old}\n    - {id: al, side: adviser}\n    - {id: em}\n  teams: [{id: crew, members: [em]}]\n")},
		File{"old.yaml", []byte(head + "Partner\nmetadata: {name: old}\nspec: {legalName: Old, lifecycle: active}\n")})
	out := imported(t, repo, request("name,owner,contact\nA,Jo,Em\nB,Al,\nC,Em,\nD,Crew,\nE,Vendor,\nF,-,n.a.\n"))
	if diff := cmp.Diff([]string{"jo-2", "em-2", "al-2", "crew-2", "vendor-2", "n-a"}, out.People); diff != "" {
		t.Error(diff)
	}
	if got := textOf(t, out, "partners/f.yaml"); strings.Contains(got, "manager") {
		t.Error(got)
	}
}

// TestImportReadsCSVAsPeopleExportIt covers the marks of spreadsheets.
func TestImportReadsCSVAsPeopleExportIt(t *testing.T) {
	for name, text := range map[string]string{
		"mark of UTF-8":      "\xef\xbb\xbfname,region\nA,\"b\nc\"\n",
		"semicolons":         "name;region\r\nA;b c\r\n",
		"tabs":               "name\tregion\nA\tb c\n",
		"old line breaks":    "name,region\rA,b c\r",
		"blank lines around": "\n\nname,region\n\n,\nA, b  c\n\n",
		"case and blanks":    " NAME , Region\nA,b c",
	} {
		out := imported(t, repository(), request(text))
		if got := textOf(t, out, "partners/a.yaml"); !strings.Contains(got, "labels: {region: b c}") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestImportRefuses holds what is refused as a whole, with the words for it.
func TestImportRefuses(t *testing.T) {
	repo := repository()
	hidden := repository(File{".ententeignore", []byte("/partners/\n")})
	broken := repository(File{"x.yaml", []byte("apiVersion: entente/v1\nkind: Partner\nmetadata: {name: a}\nspec: {}\n")})
	change := func(f func(*Request)) Request {
		r := request("name,id\nA,1\n")
		f(&r)
		return r
	}
	for name, c := range map[string]struct {
		repo fs.FS
		r    Request
		want string
	}{
		"Windows-1252":     {repo, request("name\nok\nCaf\xe9\n"), "Line 3 of in.csv is not UTF-8: byte 0xE9, which is é in Windows-1252."},
		"UTF-16":           {repo, request("\xff\xfen\x00"), "UTF-16"},
		"a spreadsheet":    {repo, request("PK\x03\x04"), "is a spreadsheet"},
		"nothing":          {repo, request(""), "is empty"},
		"an open quote":    {repo, request("name\nA\n\"B\nC\n"), "line 3 of in.csv is never closed"},
		"no name column":   {repo, request("x,y\n1,2\n"), "The columns are x, y."},
		"unknown column":   {repo, request("name\nA\n", "name=nam"), `Did you mean "name"?`},
		"one column twice": {repo, request("name,name\nA,B\n", "name=name"), `2 columns "name"`},
		"one field twice":  {repo, request("a,b\nA,B\n", "name=a", "name=b"), "Two columns are to fill name."},
		"unknown preset":   {repo, change(func(r *Request) { r.Preset = "x" }), "Choose from hubspot, salesforce"},
		"unknown program":  {repo, change(func(r *Request) { r.Program = "reseller" }), "Did you mean resellers?"},
		"no program":       {repo, change(func(r *Request) { r.Program = "" }), "Say --program resellers."},
		"no organization":  {fstest.MapFS{}, request("name\nA\n"), "no Organization"},
		"lifecycle":        {repo, change(func(r *Request) { r.Lifecycle = "dead" }), "`dead` is no lifecycle"},
		"outside":          {repo, change(func(r *Request) { r.Out = "../x" }), "outside of the repository"},
		"not YAML":         {repo, change(func(r *Request) { r.Single = "all.txt" }), "end in .yaml"},
		"ignored":          {hidden, request("name\nA\n"), "partners is not among the files that are read"},
		"hidden":           {repo, change(func(r *Request) { r.Out = ".partners" }), "not among the files that are read"},
		"a broken file":    {broken, request("name\nA\n"), "the first in x.yaml"},
	} {
		out, err := Import(t.Context(), c.repo, c.r)
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) || out != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestImportLeavesAStrangersFile: a file of the same name that holds something
// else is no partner to write over, force or not.
func TestImportLeavesAStrangersFile(t *testing.T) {
	repo := repository(File{"partners/a.yaml", []byte(head + "Partner\nmetadata: {name: b}\nspec: {legalName: B, lifecycle: active}\n")})
	r := request("name\nA\nC\n")
	r.Force = true
	out := imported(t, repo, r)
	if diff := cmp.Diff([]string{"partners/c.yaml"}, paths(out)); diff != "" || len(out.Rejects) != 1 || out.Rejects[0].Reason != "partners/a.yaml is there already and holds something else" {
		t.Errorf("%+v\n%s", out.Rejects, diff)
	}
}
