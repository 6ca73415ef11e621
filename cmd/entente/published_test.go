package main

import (
	"bytes"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// publishedPlan is one example that somebody printed with its numbers, written as a
// plan and what happened.
type publishedPlan struct {
	ID, Source, Note string
	Erratum          string // what the source prints against its own rule
	Plan             string
	Facts            map[string]string
	Partners         map[string]string // further fields of each partner
	Period, AsOf     string            // 2026-Q1 and its end when left out
	Pays             map[string][]string
	Refused          string // code of the finding that there is instead
}

// TestPublishedPlans: plans and events of published examples, through YAML, CSV
// and the command. What somebody is paid is told line by line, or as "sum 12.00"
// of all lines, or as a total, such as "carriedOut 12.00".
func TestPublishedPlans(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "published.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var all []publishedPlan
	read := yaml.NewDecoder(bytes.NewReader(text))
	read.KnownFields(true)
	if err := read.Decode(&all); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		t.Run(p.ID, func(t *testing.T) {
			if p.Source == "" || len(p.Pays) == 0 && p.Refused == "" {
				t.Fatal("no source, or nothing expected")
			}
			r := payRepo{plan: p.Plan, facts: p.Facts, partners: p.Partners}
			if p.Refused != "" {
				p.refused(t, r)
			}
			for who, want := range p.Pays {
				p.pays(t, r, who, want)
			}
		})
	}
}

func (p publishedPlan) pays(t *testing.T, r payRepo, who string, want []string) {
	t.Helper()
	partner, period, isNamed := strings.Cut(who, " ")
	asOf := p.AsOf
	if !isNamed {
		period = quarter
	}
	if asOf == "" {
		asOf = quarterEnd
	}
	s := r.statement(t, partner, period, asOf)
	sum, got := new(big.Rat), []string{}
	var lines []string
	for _, l := range s.Lines {
		earned, isAmount := new(big.Rat).SetString(l.Earned)
		if isAmount {
			sum.Add(sum, earned)
		}
		lines = append(lines, l.Event+" "+l.Kind+" "+l.Earned)
	}
	for _, w := range want {
		switch words := strings.Fields(w); {
		case len(words) != 2:
		case words[0] == "sum":
			decimals := len(words[1]) - strings.Index(words[1]+".", ".") - 1
			got = append(got, "sum "+sum.FloatString(max(decimals, 0)))
		default:
			got = append(got, words[0]+" "+s.Totals[words[0]])
		}
	}
	if len(want) == 0 || len(strings.Fields(want[0])) != 2 {
		got = append(lines, got...)
	}
	holds(t, who, got, want...)
	if t.Failed() {
		t.Logf("%s\n%s", p.Source, strings.Join(lines, "\n"))
	}
}

func (p publishedPlan) refused(t *testing.T, r payRepo) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run([]string{"-C", r.write(t), "validate"}, strings.NewReader(""), &stdout, &stderr)
	if all := stdout.String() + stderr.String(); code == 0 || !strings.Contains(all, "error["+p.Refused+"]") {
		t.Errorf("exit %d, without %s\n%s", code, p.Refused, all)
	}
}

// TestPublishedPlansAreSound: nothing but what is meant to be refused has an error.
func TestPublishedPlansAreSound(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "published.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var all []publishedPlan
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	seen := []string{}
	for _, p := range all {
		if slices.Contains(seen, p.ID) {
			t.Errorf("%s is there twice", p.ID)
		}
		seen = append(seen, p.ID)
		if p.Refused != "" {
			continue
		}
		var stdout, stderr bytes.Buffer
		dir := payRepo{plan: p.Plan, facts: p.Facts, partners: p.Partners}.write(t)
		if code := run([]string{"-C", dir, "validate"}, strings.NewReader(""), &stdout, &stderr); code != 0 {
			t.Errorf("%s: exit %d\n%s%s", p.ID, code, stdout.String(), stderr.String())
		}
	}
}
