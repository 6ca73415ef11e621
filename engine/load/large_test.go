package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Work grows with the size of a file, not with its square.
func TestLargeFilesTakeLinearTime(t *testing.T) {
	of := func(unit string, n int) string { return strings.Repeat(unit, n) }
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ text, code string }{
		"40,000 duplicate keys":            {header + of("  keys: {}\n", 40_000), spec.CodeDuplicateKey},
		"40,000 keys, the last one twice":  {header + "  legalName: x\n  lifecycle: active\n  keys:\n" + numbered("    k%d: x\n", 40_000) + "    k39999: x\n", spec.CodeDuplicateKey},
		"40,000 unknown fields":            {header + numbered("  field%d: x\n", 40_000), spec.CodeUnknownField},
		"a line of flow items":             {header + "  programs: [" + of("{program: Not A Slug, since: yesterday}, ", 4<<20/41-10) + "]\n", spec.CodeBadValue},
		"a line of sound flow items":       {header + "  segments: [" + numbered("{segment of customers number %d}, ", 1<<20/42) + "]\n", spec.CodeWrongType},
		"a line of wide characters":        {header + "  segments: [" + of("漢字漢字漢字漢字漢字漢字: x, ", 1<<20/42-10) + "]\n", spec.CodeWrongType},
		"a quoted text of 1 MiB":           {header + "  legalName: \"" + of("x\\n y\n   ", 1<<20/9-30) + "\"\n", spec.CodeBadValue},
		"10,001 documents":                 {numbered("---\napiVersion: entente/v1\nkind: Partner\nmetadata: {name: p%d}\nspec: {legalName: x, lifecycle: active}\n", 10_001), load.CodeTooMany},
		"10,000 documents of unknown kind": {of("---\nkind: X\n", 10_000), spec.CodeTooMany},
		"comments":                         {of("# comment\n\n", 4<<20/11-10), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if len(c.text) > load.MaxFileBytes {
				t.Fatalf("%d bytes are too many", len(c.text))
			}
			began := time.Now()
			_, findings := loadFiles(t, fstest.MapFS{"x.yaml": {Data: []byte(c.text)}})
			took := time.Since(began)
			t.Logf("%d bytes in %s", len(c.text), took)
			if took > 30*time.Second { // a square would take minutes, also on an idle machine
				t.Errorf("%d bytes took %s", len(c.text), took)
			}
			if c.code != "" {
				wantFinding(t, findings, c.code, "", -1, -1)
			}
			if len(findings) > 501 {
				t.Errorf("%d findings", len(findings))
			}
			wantSane(t, findings, c.text)
		})
	}
}

func TestManyBadFilesAreCut(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 6_000 {
		files[fmt.Sprintf("%d.yaml", i)] = &fstest.MapFile{Data: []byte("not: ours\n")}
	}
	if _, findings := loadFiles(t, files); len(findings) != 5_001 {
		t.Errorf("%d findings", len(findings))
	}
}

func TestADocumentSaysWhenItsFindingsAreCut(t *testing.T) {
	text := header + "  legalName: x\n  lifecycle: active\n" + strings.Repeat("  programs: [{program: A}]\n", 60)
	_, findings := loadFiles(t, fstest.MapFS{"x.yaml": {Data: []byte(text)}})
	if len(findings) != 51 || !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Code == spec.CodeTooMany }) {
		t.Errorf("%d findings", len(findings))
	}
}
