package evaluate_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/state"
)

// counting is a file system that counts the bytes read of each file.
type counting struct {
	fstest.MapFS
	mu   sync.Mutex
	read map[string]int
}

func (c *counting) Open(name string) (fs.File, error) {
	f, err := c.MapFS.Open(name)
	return countedFile{f, c, name}, err
}

type countedFile struct {
	fs.File
	in   *counting
	name string
}

func (f countedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.in.mu.Lock()
	defer f.in.mu.Unlock()
	f.in.read[f.name] += n
	return n, err
}

// TestTwoProgramsTakeOneScan: base and head, on two days, over the same sources
// read each byte once.
func TestTwoProgramsTakeOneScan(t *testing.T) {
	base := twoOfEach.with("k.yaml", allBuiltins())
	head := base.edited(t, "partners.yaml", "{crm: B}", "{crm: BB}").
		with("more.yaml", kpi("big", `{measure: {source: east, aggregate: count, where: 'amount > money("45 USD")'}}`))
	p, _ := compile(t, base)
	q, _ := compile(t, head)
	files := &counting{MapFS: base.files(), read: map[string]int{}}
	sources, _ := p.Mapped(evaluate.Roots{files})
	clear(files.read) // headers were looked at
	snaps := run(t, sources, job(t, p, "2026-06-30", ""), job(t, q, "2026-06-30", ""), job(t, p, "2026-02-15", ""), job(t, q, "2026-02-15", "2026-Q1"))
	want := map[string]int{}
	for _, name := range []string{"east.csv", "west.csv", "form.csv", "mail.csv"} {
		want[name] = len(base[name])
	}
	if diff := cmp.Diff(want, files.read); diff != "" {
		t.Errorf("bytes read (-want +got):\n%s", diff)
	}
	wantValues(t, snaps[0], "ada win-rate: 80% = 4/5", "ada big: absent")
	wantValues(t, snaps[1], "ada win-rate: 80% = 4/5", "ada big: 1")
	wantValues(t, snaps[2], "ada pipeline-velocity: 10.00 USD")
	wantValues(t, snaps[3], "ada win-rate: 66.66666667% = 2/3 partial", "ada big: 1 partial")

	for i, alone := range []evaluate.Job{job(t, p, "2026-06-30", ""), job(t, q, "2026-06-30", "")} {
		if diff := cmp.Diff(figures(run(t, sources, alone)[0]), figures(snaps[i])); diff != "" {
			t.Errorf("job %d gives other values together than alone (-alone +together):\n%s", i, diff)
		}
	}
}

// figures are all values of a snapshot in their spelling.
func figures(s *state.Snapshot) map[string]string {
	out := map[string]string{"digest": s.FactsDigest}
	for address, values := range s.Derived {
		for what := range values {
			out[string(address)+" "+what] = value(s, address, strings.TrimPrefix(what, "kpi/"))
		}
	}
	return out
}

// TestHeadReadsTheColumnsOfTheBase: a KPI over a column that only the head maps
// has no value on the base's reading of the facts, not a zero.
func TestHeadReadsTheColumnsOfTheBase(t *testing.T) {
	w := base.with("k.yaml", kpi("won", sum(`stage == "won"`)))
	head := w.edited(t, "deals.yaml", "region: region}", "region: region, office: region}").with("more.yaml",
		kpi("west", `{measure: {source: deals, aggregate: count, where: 'office == "us"'}}`)+
			kpi("share", `{ratio: {numerator: {source: deals, aggregate: count, where: 'office == "us"'}, denominator: {source: deals, aggregate: count}}}`)+
			kpi("offices", "{measure: {source: deals, aggregate: countDistinct, field: office}}"))
	p, _ := compile(t, w)
	q, _ := compile(t, head)
	sources, _ := p.Mapped(evaluate.Roots{w.files()})
	s := run(t, sources, job(t, q, "2026-06-30", ""))[0]
	wantValues(t, s, "ada won: 100.01 USD", "ada west: no-column", "ada share: no-column", "ada offices: no-column", "portfolio west: no-column")

	own, _ := q.Mapped(evaluate.Roots{head.files()})
	s = run(t, own, job(t, q, "2026-06-30", ""))[0]
	wantValues(t, s, "ada won: 100.01 USD", "ada west: 3", "ada share: 60% = 3/5", "ada offices: 2")
}

// TestOrderDoesNotShow shuffles documents over files, sources, and rows.
func TestOrderDoesNotShow(t *testing.T) {
	w := twoOfEach.with("k.yaml", allBuiltins())
	p, _ := compile(t, w)
	sources, _ := p.Mapped(evaluate.Roots{w.files()})
	want := run(t, sources, job(t, p, "2026-06-30", ""))[0]
	rapid.Check(t, func(rt *rapid.T) {
		shuffled := world{}
		var documents []string
		for name, text := range w {
			if strings.HasSuffix(name, ".csv") {
				lines := strings.SplitAfter(text, "\n")
				rows := rapid.Permutation(lines[1:len(lines)-1]).Draw(rt, name)
				shuffled[name] = lines[0] + strings.Join(rows, "")
				continue
			}
			for _, d := range strings.Split(text, "---\n") {
				if d != "" {
					documents = append(documents, d)
				}
			}
		}
		slices.Sort(documents)
		for i, d := range rapid.Permutation(documents).Draw(rt, "documents") {
			shuffled[fmt.Sprintf("f%d.yaml", i%3)] += "---\n" + d
		}
		q, _ := compile(t, shuffled)
		mapped, _ := q.Mapped(evaluate.Roots{shuffled.files()})
		mapped = rapid.Permutation(mapped).Draw(rt, "sources")
		got := run(t, mapped, job(t, q, "2026-06-30", ""))[0]
		a, b := figures(want), figures(got)
		delete(a, "digest") // of bytes in order
		delete(b, "digest")
		if diff := cmp.Diff(a, b); diff != "" {
			rt.Fatalf("values (-want +got):\n%s", diff)
		}
		// Where a document stands is no part of what it declares.
		if diff := cmp.Diff(want.Declared, got.Declared, cmpopts.IgnoreTypes(diag.Span{})); diff != "" {
			rt.Fatalf("declared (-want +got):\n%s", diff)
		}
	})
}

func TestDigestIsOfTheBytesRead(t *testing.T) {
	digest := func(w world) string { return evaluated(t, w, "2026-06-30", "").FactsDigest }
	w := base.with("k.yaml", kpi("k", sum(`stage == "won"`)))
	first := digest(w)
	if digest(w.edited(t, "k.yaml", "won", "lost")) != first {
		t.Error("the digest of the facts moves with the documents")
	}
	if digest(w.with("deals.csv", dealRows+"\n")) == first {
		t.Error("the digest stays although a byte more is read")
	}
}

// TestBreakageIsAnError: what goes away between looking and reading, and a
// context that is over.
func TestBreakageIsAnError(t *testing.T) {
	w := base.with("k.yaml", kpi("k", sum(`stage == "won"`)))
	p, _ := compile(t, w)
	files := w.files()
	sources, _ := p.Mapped(evaluate.Roots{files})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := evaluate.Run(ctx, memory.Runner{}, sources, job(t, p, "2026-06-30", "")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	delete(files, "deals.csv")
	if _, err := evaluate.Run(context.Background(), memory.Runner{}, sources, job(t, p, "2026-06-30", "")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// TestRowFaultsPointAtTheMapping: one warning for each reason and value, at the
// header's name, in the order of the file.
func TestRowFaultsPointAtTheMapping(t *testing.T) {
	rows := "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n" +
		"1,A,won,10.00,2026-01-01,2026-02-01,partner,x,1,1%,eu\n2,A,Zombie,1.00,2026-01-01,2026-02-01,partner,x,1,1%,eu\n" +
		"3,A,won,ten,2026-01-01,2026-02-01,partner,x,1,1%,eu\n4,Q,won,1.00,2026-01-01,2026-02-01,partner,x,1,1%,eu\n5,A,Zombie,1.00,2026-01-01,2026-02-01,partner,x,1,1%,eu\n"
	s := evaluated(t, base.with("k.yaml", kpi("k", sum(`stage == "won"`)), "deals.csv", rows), "2026-06-30", "")
	wantValues(t, s, "ada k: 10.00 USD")
	var got []string
	for _, f := range s.Findings {
		got = append(got, fmt.Sprintf("%s %s `%s` %s", f.Severity, f.Path, f.At.Text(), f.Detail))
	}
	want := []string{
		"warning spec/columns/stage `stage` 2 rows, bad value in `stage`: \"Zombie\", first at deals.csv:3, deals.csv:6; rejected: they count nowhere.",
		"warning spec/columns/amount `amount` 1 row, bad amount in `amount`: \"ten\", first at deals.csv:4; rejected: they count nowhere.",
		"warning spec/columns/partner `partner` 1 row, unknown partner in `partner`: \"Q\", first at deals.csv:5; rejected: they count nowhere.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
