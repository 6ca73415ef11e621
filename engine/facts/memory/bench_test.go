package memory_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

const benchRows = 200_000

func benchDeals(quote string) string {
	var b strings.Builder
	b.WriteString("Deal ID,Partner,Customer,Product,Stage,Amount,Created,Closed,Origin\n")
	stages := []string{"Closed Won", "Closed Lost", "Negotiation", "Closed Won"}
	for i := range benchRows {
		fmt.Fprintf(&b, "D-%08d,P-%03d,Customer %d,Suite Pro,%s,%s%d.%02d%s,2025-%02d-%02d,2026-%02d-%02d,Partner\n",
			i, i%200, i%5000, stages[i%4], quote, i%90000+10, i%100, quote, i%12+1, i%28+1, i%12+1, i%28+1)
	}
	return b.String()
}

// BenchmarkRun prices two variants with four queries each, and reports what one
// row costs.
func BenchmarkRun(b *testing.B) {
	for name, quote := range map[string]string{"plain": "", "quoted": `"`} {
		b.Run(name, func(b *testing.B) {
			data := benchDeals(quote)
			in := benchInput(data)
			b.SetBytes(int64(len(data)))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				if _, err := (memory.Runner{}).Run(context.Background(), in); err != nil {
					b.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			rows := float64(b.N) * benchRows
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/rows, "allocs/row")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/rows, "ns/row")
		})
	}
}

func benchInput(data string) facts.Input {
	deals := source("deals", "deals", []facts.File{file("deals.csv", data)},
		"id=Deal ID", "partner=Partner", "customer=Customer", "product=Product", "stage=Stage",
		"amount=Amount", "createdAt=Created", "closedAt=Closed", "sourcedBy=Origin")
	column(&deals, "stage").Values = map[string]string{"Closed Won": "won", "Closed Lost": "lost", "Negotiation": "open"}
	column(&deals, "sourcedBy").Values = map[string]string{"Partner": "partner", "Us": "vendor"}
	won := is(facts.OpEq, col("stage", facts.Text), text("won"))
	closed := is(facts.OpIn, col("stage", facts.Text), text("won"), text("lost"))
	big := is(facts.OpAnd, won, is(facts.OpGt, col("amount", facts.Money), usd(3_000_000)))
	year := quantity.Range{From: quantity.NewDate(2026, 1, 1), To: quantity.NewDate(2026, 6, 30)}
	amount := ptr(col("amount", facts.Money))
	queries := []facts.Query{
		{Source: "deals", Where: &won, At: "closedAt", Window: year, Aggregate: facts.Sum, Field: amount, Currency: "USD"},
		{Source: "deals", Where: &big, At: "closedAt", Window: year, Aggregate: facts.Count},
		{Source: "deals", Where: &closed, At: "closedAt", Window: year, Aggregate: facts.Count},
		{Source: "deals", Where: &won, At: "closedAt", Window: year, Aggregate: facts.Mean, Field: amount, Currency: "USD"},
	}
	partner := func(_, key string) (string, bool) { return key, true }
	return facts.Input{
		Sources:  []facts.Source{deals},
		Variants: []facts.Variant{{Partner: partner, Queries: queries}, {Partner: partner, Queries: queries}},
	}
}

// BenchmarkEncodingCSV is the yardstick: splitting the same bytes and no more.
func BenchmarkEncodingCSV(b *testing.B) {
	data := benchDeals("")
	for b.Loop() {
		in := csv.NewReader(strings.NewReader(data))
		in.ReuseRecord = true
		for {
			if _, err := in.Read(); err != nil {
				break
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
}
