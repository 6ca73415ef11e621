package memory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

const exampleDeals = `Deal ID,Partner,Customer,Product,Stage,Amount,Created,Closed,Origin
D-090,NW-001,Adler,Suite Pro,Closed Won,"$55,555.55",2025-08-02,2025-11-05,Partner
D-101,NW-001,Birke,Suite Basic,Closed Won,"$30,000.00",2025-12-01,2026-02-10,Partner
D-102,NW-001,Cedar,Suite Pro,Closed Won,"$40,000.00",2026-01-10,2026-03-11,Us
D-103,NW-001,Dorn,Suite Pro,Closed Lost,"$12,000.00",2026-01-20,2026-03-20,Partner
D-104,NW-001,Erle,Suite Basic,Closed Won,"$30,000.00",2026-02-15,2026-04-03,Partner
D-105,NW-001,Fichte,Suite Pro,Closed Won,"$31,500.00",2026-03-01,2026-06-19,Partner
D-106,NW-001,Ginster,Suite Pro,Negotiation,"$20,000.00",2026-06-01,,Partner
D-201,CO-002,Hazel,Suite Basic,Closed Won,"$8,000.00",2025-11-20,2026-01-15,Partner
D-202,CO-002,Ilex,SuitePro,Closed Won,"$9,999.99",2026-03-03,2026-05-20,Partner
D-203,CO-002,Juniper,Suite Basic,Closed Lost,"$5,000.00",2026-03-15,2026-06-01,Partner
D-204,CO-002,Kiefer,Suite Basic,Closed Lost,"$4,000.00",2025-12-15,2026-02-02,Us
D-205,CO-002,Linde,Suite Basic,Zombie,"$7,000.00",2026-04-01,,Partner
D-301,,Maple,Suite Pro,Closed Won,"$25,000.00",2026-01-05,2026-03-03,Us
D-302,XX-999,Nut,Suite Pro,Closed Won,"$1,000.00",2026-01-05,2026-03-04,Partner
`

const exampleLeads = `id,partner,submitted,status,deal
L-1,NW-001,2026-01-05,won,D-101
L-2,NW-001,2026-02-01,won,D-104
L-3,NW-001,2026-02-20,rejected,
L-4,NW-001,2026-05-04,accepted,
L-5,NW-001,2026-05-06,duplicate,
`

const exampleRefunds = `id,deal,amount,date,reason
R-1,D-102,12000.00,2026-05-02,seats returned
`

func exampleDealsSource(files ...facts.File) facts.Source {
	deals := source("deals", "deals", files, "id=Deal ID", "partner=Partner", "customer=Customer", "product=Product",
		"stage=Stage", "amount=Amount", "createdAt=Created", "closedAt=Closed", "sourcedBy=Origin")
	column(&deals, "product").Known = map[string]bool{"Suite Basic": true, "Suite Pro": true}
	column(&deals, "stage").Values = map[string]string{"Closed Won": "won", "Closed Lost": "lost", "Negotiation": "open"}
	column(&deals, "sourcedBy").Values = map[string]string{"Partner": "partner", "Us": "vendor"}
	column(&deals, "amount").Unit = "formatted"
	return deals
}

func exampleInput(dealFiles ...facts.File) facts.Input {
	leads := source("leads", "leads", []facts.File{file("data/leads.csv", exampleLeads)},
		"id", "partner", "submittedAt=submitted", "status", "deal")
	refunds := source("refunds", "refunds", []facts.File{file("data/refunds.csv", exampleRefunds)},
		"id", "of=deal", "amount", "at=date", "reason")
	column(&refunds, "reason").Values = map[string]string{"seats returned": "refund"}
	return facts.Input{
		Sources:  []facts.Source{exampleDealsSource(dealFiles...), leads, refunds},
		Variants: []facts.Variant{{Partner: keys(map[string]string{"NW-001": "northwind", "CO-002": "contoso"}), Queries: exampleQueries()}},
	}
}

func exampleQueries() []facts.Query {
	year := quantity.Range{From: quantity.NewDate(2026, 1, 1), To: quantity.NewDate(2026, 6, 30)}
	stage, amount := col("stage", facts.Text), ptr(col("amount", facts.Money))
	won := is(facts.OpEq, stage, text("won"))
	closed := is(facts.OpIn, stage, text("won"), text("lost"))
	big := is(facts.OpAnd, won, is(facts.OpGt, *amount, usd(3000000)))
	lead := is(facts.OpNe, col("status", facts.Text), text("duplicate"))
	return []facts.Query{
		{Source: "deals", Where: &won, At: "closedAt", Window: year, Aggregate: facts.Sum, Field: amount, Currency: "USD"},
		{Source: "deals", Where: &big, At: "closedAt", Window: year, Aggregate: facts.Count},
		{Source: "deals", Where: &closed, At: "closedAt", Window: year, Aggregate: facts.Count},
		{Source: "deals", Where: &won, At: "closedAt", Window: year, Aggregate: facts.Mean, Field: amount, Currency: "USD"},
		{Source: "leads", Where: &lead, At: "submittedAt", Window: year, Aggregate: facts.Count},
		{Source: "refunds", Aggregate: facts.Sum, Field: amount},
	}
}

func TestExampleGivesItsExpectedFigures(t *testing.T) {
	result := run(t, exampleInput(file("data/deals.csv", exampleDeals))).Variants[0]

	wantReports := []facts.Report{
		{Source: "deals", Rows: 14, Evaluated: 11, Direct: 1,
			Noted: []facts.Tally{{Reason: "unknown-value", Column: "product", Value: "SuitePro", Count: 1, First: []string{"data/deals.csv:10"}}},
			Rejected: []facts.Tally{
				{Reason: "unknown-partner", Column: "partner", Value: "XX-999", Count: 1, First: []string{"data/deals.csv:15"}},
				{Reason: "unmapped-value", Column: "stage", Value: "Zombie", Count: 1, First: []string{"data/deals.csv:13"}},
			}},
		{Source: "leads", Rows: 5, Evaluated: 5},
		{Source: "refunds", Rows: 1, Evaluated: 1},
	}
	if diff := cmp.Diff(wantReports, result.Reports); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}

	var got []map[string]string
	for _, answers := range result.Totals {
		got = append(got, totals(answers))
	}
	want := []map[string]string{
		{"northwind": "4:13150000", "contoso": "2:1799999", "": "1:2500000"}, // won-revenue
		{"northwind": "2:2"},                                                  // big-deals
		{"northwind": "5:5", "contoso": "4:4", "": "1:1"},                     // the divisor of win-rate
		{"northwind": "4:3287500", "contoso": "2:1799999/2", "": "1:2500000"}, // average-deal-size
		{"northwind": "4:4"},                                                  // leads, duplicates apart
		{"": "1:1200000"},                                                     // refunds have no partner
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if len(result.Missing) > 0 {
		t.Errorf("missing rates %v", result.Missing)
	}
}
