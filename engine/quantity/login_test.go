package quantity_test

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestIsLogin(t *testing.T) {
	for s, want := range map[string]bool{
		"acme": true, "Acme-Finance-1": true, "7": true, "mona_acme": true, strings.Repeat("a", 39): true,
		"": false, "@acme": false, "acme corp": false, "acme-": false, "-acme": false, "acme--corp": false, "a@b.example": false, "ac.me": false, "acme/finance": false,
		"_acme": false, "acme_": false, "dependabot[bot]": false, "аcme": false, "acme\n": false, strings.Repeat("a", 40): false,
	} {
		if got := quantity.IsLogin(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
