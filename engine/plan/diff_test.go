package plan_test

import (
	"testing"
)

// one is a repository of one document.
func one(spec string) repo { return repo{"a.yaml": spec} }

const scorecard = `spec:
  criteria:
    - {id: value, kpi: revenue, scale: {from: 0 USD, to: 200 USD}, weight: 60}
    - {id: speed, rated: {1: slow, 5: fast}, weight: 40}
  bands:
    - {id: low, from: 0, recommend: end}
    - {id: high, from: 50}
`

const program = `spec:
  type: reseller
  maxTotalRate: 30%
  terms:
    disputeResolution:
      - {step: executives, within: 30 days}
      - {step: mediation, within: 60 days}
      - {step: court}
  tiers:
    levels:
      - {id: silver, qualify: [{kpi: revenue, from: 5000 USD}]}
      - {id: gold, benefits: [joint events, early access]}
`

func TestDiff(t *testing.T) {
	card, prog := document("Scorecard", "health", scorecard), document("Program", "resellers", program)
	for name, c := range map[string]struct {
		base, old, new string
		want           []string
	}{
		"a scalar": {card, "weight: 60", "weight: 55",
			[]string{"update scorecard/health criteria/value/weight: 60 → 55 @a.yaml:6"}},
		"a scalar that comes": {card, "{id: high, from: 50}", "{id: high, from: 50, recommend: scale}",
			[]string{"create scorecard/health bands/high/recommend: · → scale @a.yaml:10"}},
		"a scalar that goes": {card, ", recommend: end", "",
			[]string{"delete scorecard/health bands/low/recommend: end → · @a.yaml:9"}},
		"a new item is one change": {card, "  bands:", "    - {id: reach, kpi: deals, scale: {from: 0, to: 9}, weight: 5}\n  bands:",
			[]string{"create scorecard/health criteria/reach: · → kpi: deals, scale/from: 0, scale/to: 9, weight: 5 @a.yaml:8"}},
		"an item that goes is one change": {card, "    - {id: speed, rated: {1: slow, 5: fast}, weight: 40}\n", "",
			[]string{"delete scorecard/health criteria/speed: rated/1: slow, rated/5: fast, weight: 40 → · @a.yaml:7"}},
		"an item with another id": {card, "id: low", "id: poor", []string{
			"delete scorecard/health bands/low: from: 0, recommend: end → · @a.yaml:9",
			"create scorecard/health bands/poor: · → from: 0, recommend: end @a.yaml:9"}},
		"a value of a mapping with keys of its own": {card, "1: slow", "1: days of silence",
			[]string{"update scorecard/health criteria/speed/rated/1: slow → days of silence @a.yaml:7"}},
		"a new item within an item": {prog, "from: 5000 USD}]", "from: 5000 USD}, {kpi: deals, from: 3}]",
			[]string{"create program/resellers tiers/levels/silver/qualify/deals: · → from: 3 @a.yaml:14"}},
		"plain lists are sets": {prog, "[joint events, early access]", "[early access, training]", []string{
			"delete program/resellers tiers/levels/gold/benefits/joint events: joint events → · @a.yaml:15",
			"create program/resellers tiers/levels/gold/benefits/training: · → training @a.yaml:15"}},
		"a plain list in another order": {prog, "[joint events, early access]", "[early access, joint events]", nil},
		"an ordered list in another order": {prog, "      - {step: executives, within: 30 days}\n      - {step: mediation, within: 60 days}\n",
			"      - {step: mediation, within: 60 days}\n      - {step: executives, within: 30 days}\n",
			[]string{"reorder program/resellers terms/disputeResolution: executives, mediation, court → mediation, executives, court @a.yaml:9"}},
		"an ordered list with one more in the middle": {prog, "      - {step: court}", "      - {step: arbitration}\n      - {step: court}",
			[]string{"create program/resellers terms/disputeResolution/arbitration: · →  @a.yaml:11"}},
		"an ordered list with one less": {prog, "      - {step: mediation, within: 60 days}\n", "",
			[]string{"delete program/resellers terms/disputeResolution/mediation: within: 60 days → · @a.yaml:10"}},
		"an ordered list with one less and the rest turned round": {prog,
			"      - {step: executives, within: 30 days}\n      - {step: mediation, within: 60 days}\n      - {step: court}\n",
			"      - {step: court}\n      - {step: executives, within: 30 days}\n", []string{
				"reorder program/resellers terms/disputeResolution: executives, court → court, executives @a.yaml:9",
				"delete program/resellers terms/disputeResolution/mediation: within: 60 days → · @a.yaml:10"}},
		"a keyed list in another order": {card, "    - {id: low, from: 0, recommend: end}\n    - {id: high, from: 50}\n",
			"    - {id: high, from: 50}\n    - {id: low, from: 0, recommend: end}\n", nil},
		"fields in another order": {card, "{id: low, from: 0, recommend: end}", "{recommend: end, from: 0, id: low}", nil},
		"flow and block style":    {card, "    - {id: high, from: 50}", "    - id: high\n      from: 50", nil},
		"quotes":                  {card, "0 USD, to: 200 USD", `"0 USD", to: '200 USD'`, nil},
		"a comment":               {card, "  bands:", "  # bands by their lower bound\n  bands: # only one bound each", nil},
		"a number's spelling":     {card, "weight: 40", "weight: 40.0", nil},
		"an amount's spelling":    {prog, "5000 USD", "5000.00 USD", nil},
		"a rate's spelling":       {prog, "30%", "30.00%", nil},
		"a title": {card, "{name: health}", "{name: health, title: Partner health}",
			[]string{"create scorecard/health metadata/title: · → Partner health @a.yaml:3"}},
		"a label": {card, "{name: health}", "{name: health, labels: {team: channel}}",
			[]string{"create scorecard/health metadata/labels/team: · → channel @a.yaml:3"}},
	} {
		t.Run(name, func(t *testing.T) {
			base := one(c.base)
			wantChanges(t, base, base.edited(t, "a.yaml", c.old, c.new), c.want...)
		})
	}
}

func TestBareAndSpelledOutSayTheSame(t *testing.T) {
	for name, c := range map[string][2]string{
		"a column": {
			document("Source", "deals", "spec: {type: deals, from: {files: d.csv}, columns: {id: Deal, partner: Partner, stage: Stage}}\n"),
			document("Source", "deals", "spec: {type: deals, from: {files: d.csv}, columns: {id: {column: Deal}, partner: Partner, stage: {column: Stage}}}\n")},
		"a goal's target": {
			document("Goal", "g", "spec: {partner: p, period: 2026, kpis: [{kpi: revenue, target: 5000 USD}]}\n"),
			document("Goal", "g", "spec: {partner: p, period: 2026, kpis: [{kpi: revenue, target: {value: 5000.00 USD}}]}\n")},
	} {
		t.Run(name, func(t *testing.T) {
			wantChanges(t, one(c[0]), one(c[1]))
			wantChanges(t, one(c[1]), one(c[0]))
		})
	}
}

func TestColumnThatIsMappedAnew(t *testing.T) {
	source := document("Source", "deals", "spec:\n  type: deals\n  from: {files: d.csv}\n  columns:\n    id: Deal\n    partner: Partner\n    stage: Stage\n")
	wantChanges(t, one(source), one(source+"    owner: Seller\n    amount: {column: Price, unit: minor}\n"),
		"create source/deals columns/amount: · → Price, unit: minor @a.yaml:12",
		"create source/deals columns/owner: · → Seller @a.yaml:11")
	wantChanges(t, one(source+"    owner: Seller\n"), one(source+"    owner: Account manager\n"),
		"update source/deals columns/owner: Seller → Account manager @a.yaml:11")
}

func TestDocumentsComeGoAndMove(t *testing.T) {
	card, prog := document("Scorecard", "health", scorecard), document("Program", "resellers", program)
	both := repo{"card.yaml": card, "program.yaml": prog}
	t.Run("come", func(t *testing.T) {
		wantChanges(t, repo{"card.yaml": card}, both, "create program/resellers: · → Program @program.yaml:3")
	})
	t.Run("go", func(t *testing.T) {
		wantChanges(t, both, repo{"card.yaml": card}, "delete program/resellers: Program → · @program.yaml:3")
	})
	t.Run("move to another folder", func(t *testing.T) {
		wantChanges(t, both, repo{"cards/health.yaml": card, "programs/resellers.yml": prog})
	})
	t.Run("move into one file", func(t *testing.T) {
		wantChanges(t, both, repo{"all.yaml": prog + "---\n" + card})
	})
	t.Run("move and change", func(t *testing.T) {
		wantChanges(t, both, repo{"all.yaml": prog + "---\n" + card}.edited(t, "all.yaml", "weight: 60", "weight: 61"),
			"update scorecard/health criteria/value/weight: 60 → 61 @all.yaml:22")
	})
	t.Run("take another name", func(t *testing.T) {
		wantChanges(t, both, both.edited(t, "card.yaml", "name: health", "name: partner-health"),
			"delete scorecard/health: Scorecard → · @card.yaml:3",
			"create scorecard/partner-health: · → Scorecard @card.yaml:3")
	})
}
