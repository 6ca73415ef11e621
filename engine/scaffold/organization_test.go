package scaffold

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAddPeople writes the list of people in every form: in the result, + marks
// what was added, and the rest is the text as it was.
func TestAddPeople(t *testing.T) {
	people := []newcomer{{"jo-doe", ""}, {"no", "acme"}}
	const (
		jo = "{id: jo-doe}"
		no = `{id: "no", side: partner, partner: acme}`
	)
	for name, text := range map[string]string{
		"items on a line each":         "spec:\n  people:\n    - {id: a}\n    - {id: b} # the last\n+    - " + jo + "\n    - " + no + "\n+  # about teams\n  teams: []\n",
		"items of several lines":       "spec:\n  people:\n    - id: a\n      functions:\n        - finance\n+    - " + jo + "\n    - " + no + "\n+\n  teams: []\n",
		"a list that is not indented":  "spec:\n  people:\n  - id: a\n    github: x\n+  - " + jo + "\n  - " + no + "\n+  settings: {strict: true}\n",
		"brackets over several lines":  "spec:\n  people:\n    - {id: a,\n       github: b}\n+    - " + jo + "\n    - " + no + "\n+",
		"text that looks like an item": "spec:\n  people:\n    - id: a\n      skills:\n        - |\n          one\n          - {id: b}\n+    - " + jo + "\n    - " + no + "\n+",
		"no line break at the end":     "spec:\n  people:\n    - {id: a}+\n    - " + jo + "\n    - " + no + "\n+",
		"line breaks of Windows":       "spec:\r\n  people:\r\n    - {id: a}\r\n+    - " + jo + "\r\n    - " + no + "\r\n+  teams: []\r\n",
		"a list in brackets":           "spec:\n  people: [{id: a, functions: [x, y]}+, " + jo + ", " + no + "+]\n  teams: [{id: t, members: [a]}]\n",
		"a comma at the end":           "spec:\n  people: [{id: a},+" + jo + ", " + no + "+]\n",
		"an empty list":                "spec:\n  people: [+" + jo + ", " + no + "+]\n",
		"no list":                      "spec:\n  baseCurrency: USD\n  settings:\n    strict: true\n+  people:\n    - " + jo + "\n    - " + no + "\n+# the end\n",
		"no list, in braces":           "spec: {baseCurrency: USD, settings: {strict: true}+, people: [" + jo + ", " + no + "]+}\nmetadata: {name: a}\n",
	} {
		t.Run(name, func(t *testing.T) {
			parts := strings.Split(text, "+")
			got, ok := addPeople([]byte(parts[0]+parts[2]), people)
			if diff := cmp.Diff(strings.Join(parts, ""), string(got)); diff != "" || !ok {
				t.Error(diff)
			}
		})
	}
}

func TestAddPeopleGivesUp(t *testing.T) {
	for name, text := range map[string]string{
		"no spec": "kind: Organization\n", "not YAML": "spec: {\n", "people are no list": "spec:\n  people: everybody\n",
		"two documents": "spec:\n  people:\n    - {id: a}\n...\n---\nspec: {}\n",
	} {
		if got, ok := addPeople([]byte(text), []newcomer{{"jo-doe", ""}}); ok {
			t.Errorf("%s: %s", name, got)
		}
	}
}
