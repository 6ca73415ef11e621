package scaffold

import (
	"errors"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// FuzzImport: whatever the bytes, an import is refused or gives documents that
// are valid, that hold the keys as written, and that a second import leaves alone.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		"name,manager,contact,region,country\nA,Jo,Mo,x,DE\n", "name;owner\n\"a: #\nb\";yes\n007;no\n", "\xef\xbb\xbfName\tOwner\nÄ\t@x\n",
		"name\nCaf\xe9\n", "name,since\nA,2026-02-30\nB,2026-02-28\n", "name\n\"open\n", "company\n- a\n? b\n! c\n&d\n*e\n{f\n[g\n'h\n\"\"\"i\"\"\"\n%j\n`k\n~\nnull\n1e3\n0x1f\n2026-01-01\n<<\n=\n",
		"A\nb: c\n", "A,Jo,Mo\nyes,no,~\n", "name,manager\nvendor,vendor\npartner,partner\nx\u0085y\u2028z,a\u00a0b\n",
	} {
		f.Add([]byte(seed))
	}
	headers := []string{"", "name\n", "name,manager,contact\n"} // so that chance need not find one
	f.Fuzz(func(t *testing.T, text []byte) {
		checkImport(t, request(headers[len(text)%len(headers)]+string(text)))
	})
}

func checkImport(t *testing.T, r Request) {
	repo := repository()
	out, err := Import(t.Context(), repo, r)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		if strings.Contains(refusal.Why, "would not be valid") || strings.Contains(refusal.Why, "cannot be added") {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	after := with(repo, out.Files)
	v, err := readRevision(t.Context(), after)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.all {
		if f.Severity == diag.Error {
			t.Errorf("%s: %s %s", f.At.File(), f.Summary, f.Detail)
		}
	}
	for _, file := range out.Files {
		if file.Path != "organization.yaml" && strings.Count(string(file.Text), "\n") > 12 {
			t.Errorf("%s is longer than twelve lines:\n%s", file.Path, file.Text)
		}
	}
	spec.Each(v.book.Docs, func(doc *spec.Document, p *spec.Partner) {
		key, ok := p.Keys.Get("crm")
		if !ok {
			t.Errorf("%s has no key", doc.Address)
			return
		}
		if name, found := v.book.PartnerByKey("crm", string(key.V)); !found || name != string(doc.Name.V) {
			t.Errorf("%s is not found by its key %q", doc.Address, key.V)
		}
	})
	again, err := Import(t.Context(), after, r)
	if err != nil || len(again.Files) > 0 || again.Existing != out.Partners {
		t.Errorf("again: %v, %q", err, paths(again))
	}
}
