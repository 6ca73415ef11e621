package memory

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/facts"
)

// FuzzJSONMembers compares with encoding/json: the same lines are objects, with
// the same keys and the same text of every value.
func FuzzJSONMembers(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1,"b":"x\"}","c":[1,{"d":"]"}],"e":null}`, ` { "a" : -1.50e3 , "a":true}	`, `[1]`, `{"\u00e4":"\ud800"}`, `{"a"}`, `1`, ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) || strings.Contains(line, "\n") {
			return
		}
		got := map[string]string{}
		bad := eachMember(line, func(key, value string) bool {
			got[key] = value
			return true
		})
		var want map[string]json.RawMessage
		err := json.Unmarshal([]byte(line), &want)
		if isObject := err == nil && want != nil; isObject != (bad == fault{}) {
			t.Fatalf("fault %q, want error %v", bad.reason, err)
		}
		if bad.reason != "" {
			if bad.reason != facts.ReasonBadJSON {
				t.Fatalf("reason %s", bad.reason)
			}
			return
		}
		if len(got) != len(want) {
			t.Fatalf("%q, want %q", got, want)
		}
		for key, raw := range want {
			if got[key] != string(bytes.TrimSpace(raw)) {
				t.Fatalf("%q is %s, want %s", key, got[key], raw)
			}
		}
	})
}
