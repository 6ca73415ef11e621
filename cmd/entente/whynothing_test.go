package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestWhyOfRowsThatEarnNothing: every row that exists is found, whatever became of
// it, and told why it earns nothing with its file and line.
func TestWhyOfRowsThatEarnNothing(t *testing.T) {
	repo := payRepo{
		plan:     simple + "rules: [{id: r, trigger: closed-won, where: 'amount > money(\"1 USD\")', rate: 10%, clawback: {on: [churn], schedule: [{within: 30 days, share: 100%}]}}]",
		partners: map[string]string{"northwind": "", "contoso": ""},
		facts: map[string]string{
			"deals": `id,partner,stage,amount,currency,createdAt,closedAt
D-1,northwind,won,1000.00,,2026-01-02,2026-01-10
L-1,northwind,lost,1000.00,,2026-01-02,2026-01-11
O-1,northwind,open,1000.00,,2026-01-02,
N-1,northwind,won,1000.00,,2026-01-02,
F-1,northwind,won,1000.00,,2026-01-02,2026-06-10
X-1,,won,1000.00,,2026-01-02,2026-01-12
C-1,contoso,won,1000.00,,2026-01-02,2026-01-13
C-2,contoso,lost,1000.00,,2026-01-02,2026-01-13
M-1,northwind,won,100000000000.01,,2026-01-02,2026-01-14
B-1,northwind,won,1000.00,,2026-01-02,2026-13-14
U-1,nobody,won,1000.00,,2026-01-02,2026-01-14
S-1,northwind,won,0.50,,2026-01-02,2026-01-15
E-1,northwind,won,1000.00,,2024-01-02,2024-12-31
G-1,northwind,lost,1000.00,,2026-01-02,2026-01-16
Q-1,northwind,won,1000.00
`,
			"refunds": refundHeader + `R-1,D-1,1000.00,2026-02-01,refund
R-2,D-1,10.00,2026-02-02,refund
R-3,L-1,10.00,2026-02-03,refund
R-4,D-99,10.00,2026-02-04,refund
R-5,C-1,10.00,2026-02-05,refund
R-6,C-1,10.00,2026-03-05,churn
R-7,D-1,10.00,2026-06-05,refund
R-8,C-1,10.00,2026-02-06,non-payment
`}}.write(t)
	for event, want := range map[string]string{
		"L-1": "L-1 (deals.csv:3) of source deals is lost: only what is won earns.",
		"O-1": "O-1 (deals.csv:4) of source deals is open: only what is won earns.",
		"N-1": "N-1 (deals.csv:5) of source deals has no closedAt, so it is of no period and earns nothing.",
		"F-1": "F-1 (deals.csv:6) of source deals closes on 2026-06-10, after 2026-03-31: it earns nothing yet.",
		"X-1": "X-1 (deals.csv:7) of source deals names no partner: it is direct and pays nobody.",
		"C-1": "C-1 (deals.csv:8) of source deals is of contoso: northwind earns nothing by it.\nIt is paid to contoso: entente why contoso 2026-Q1 C-1",
		"C-2": "C-2 (deals.csv:9) of source deals is lost: only what is won earns.",
		"M-1": "M-1 (deals.csv:10) of source deals was rejected and pays nothing: amount over max: 100000000000.01. Mend the row",
		"B-1": "B-1 (deals.csv:11) of source deals was rejected and pays nothing: bad date in closedAt: 2026-13-14. Mend the row",
		"U-1": "U-1 (deals.csv:12) of source deals was rejected and pays nothing: unknown partner nobody. Mend the row",
		"Q-1": "Q-1 (deals.csv:16) of source deals was rejected and pays nothing: 4 fields for 7 headers. Mend the row",
		"E-1": "E-1 (deals.csv:14) of source deals earns nothing: no agreement of northwind pays on 2024-12-31. northwind runs from 2025-01-01 (entente.yaml:",
		"S-1": "It pays nothing: no rule of plan p matches.",
		"R-2": "R-2 (refunds.csv:3) of source refunds takes nothing back of D-1 (deals.csv:2): what it earned, 100.00 USD, was taken back before: R-1 took 100.00 USD (refunds.csv:2).",
		"R-3": "R-3 (refunds.csv:4) of source refunds takes back from L-1, which earned nothing: there is nothing to take.\nL-1 (deals.csv:3) of source deals is lost",
		"R-4": "R-4 (refunds.csv:5) of source refunds was rejected and takes nothing back: no such deal as D-99.",
		"R-5": "R-5 (refunds.csv:6) of source refunds takes back from C-1 (deals.csv:8), which is paid to contoso: nothing of it is northwind's.",
		"R-7": "R-7 (refunds.csv:8) of source refunds is of 2026-06-05, after 2026-03-31: it takes nothing back yet.",
	} {
		if got := execute(t, exitOK, "why", "northwind", quarter, event, "-C", repo, "--as-of", quarterEnd); !strings.Contains(got, want) {
			t.Errorf("%s: got\n%swant\n%s", event, got, want)
		}
	}
	for event, want := range map[string]string{
		"R-6": "takes nothing back of C-1 (deals.csv:8): 2026-03-05 is 51 days after closing on 2026-01-13, and the last entry of the schedule ends 30 days after it, on 2026-02-12 (entente.yaml:",
		"R-8": "takes nothing back of C-1 (deals.csv:8): the clawback of rule r (entente.yaml:",
	} {
		if got := execute(t, exitOK, "why", "contoso", quarter, event, "-C", repo, "--as-of", quarterEnd); !strings.Contains(got, want) {
			t.Errorf("%s: got\n%swant\n%s", event, got, want)
		}
	}
	for event, want := range map[string]string{
		"L-11":  `no row has the id "L-11": did you mean L-1?`,
		"ZZZZZ": `no row has the id "ZZZZZ": 2026-Q1 has D-1, R-1`,
	} {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"why", "northwind", quarter, event, "-C", repo, "--as-of", quarterEnd}, strings.NewReader(""), &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: exit %d\n%swant\n%s", event, code, stderr.String(), want)
		}
	}

	foreign := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: map[string]string{
		"deals": "id,partner,stage,amount,currency,createdAt,closedAt\nG-1,northwind,won,1000.00,GBP,2026-01-02,2026-01-16\n"}}.write(t)
	want := "G-1 (deals.csv:2) of source deals earns nothing yet: it is in GBP, plan p counts in USD, and no exchange rate of 2026-01-16 or before is there."
	if got := execute(t, exitFindings, "why", "northwind", quarter, "G-1", "-C", foreign, "--as-of", quarterEnd); !strings.Contains(got, want) {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestWhyNamesTheOneWhoIsPaid: of a row that attribution gives to another, and of one
// that began after the agreement ended, the rules are not to blame.
func TestWhyNamesTheOneWhoIsPaid(t *testing.T) {
	last := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]\nattribution: {method: last}", partners: map[string]string{"northwind": "", "contoso": ""},
		facts: and(deals("D-1 1000 2026-01-02 2026-01-10"), "touches", "id,partner,deal,at\nT-1,northwind,D-1,2026-01-03\nT-2,contoso,D-1,2026-01-04\n")}
	ended := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]",
		agreement: map[string]string{"northwind": plainTerm + "\nended: {on: 2026-01-31, reason: convenience, windDownOwner: lead}\nterms: {exit: {notice: 30 days, windDown: {for: 30 days, owner: lead}, tail: {for: 60 days, except: [breach]}}}"},
		facts:     deals("D-1 1000 2026-01-02 2026-02-10", "D-2 1000 2026-02-02 2026-02-10")}
	for event, want := range map[string]struct {
		payRepo
		says string
	}{
		"D-1": {last, "D-1 (deals.csv:2) of source deals is northwind's, but attribution gives it to others by method last (entente.yaml:20), the last touch takes all: northwind earns nothing by it.\nIt is paid to contoso: entente why contoso 2026-Q1 D-1"},
		"D-2": {ended, "earns nothing: no agreement of northwind pays on 2026-02-10. northwind runs from 2025-01-01 to 2026-01-31, for deals from before its end to 2026-04-01 (entente.yaml:"},
	} {
		got := execute(t, exitOK, "why", "northwind", quarter, event, "-C", want.write(t), "--as-of", quarterEnd)
		if !strings.Contains(got, want.says) {
			t.Errorf("%s: got\n%swant\n%s", event, got, want.says)
		}
		if event == "D-2" && !strings.Contains(got, "; it was created on 2026-02-02.") {
			t.Errorf("it does not say when the deal began:\n%s", got)
		}
	}
}
