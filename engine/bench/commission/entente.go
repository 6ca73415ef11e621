package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/state"
)

func itoa(n int) string { return strconv.Itoa(n) }

// evaluated prices the deals as the commands do: from documents, in one scan for
// one or more revisions, of which the first one's sums are given.
func evaluated(ctx context.Context, path string, topRates ...string) (checksum, error) {
	var jobs []evaluate.Job
	for _, rate := range topRates {
		program, err := compile(ctx, documents(filepath.Base(path), rate))
		if err != nil {
			return checksum{}, err
		}
		day := firstDay.AddDays(days)
		jobs = append(jobs, evaluate.Job{Program: program, AsOf: day, Period: program.ToDate(day), Pay: evaluate.Pay{Actual: true}})
	}
	sources, findings := jobs[0].Program.Mapped(evaluate.Roots{os.DirFS(filepath.Dir(path))})
	if findings.HasErrors() {
		return checksum{}, fmt.Errorf("%v", findings)
	}
	snaps, err := evaluate.Run(ctx, memory.Runner{}, sources, jobs...)
	if err != nil {
		return checksum{}, err
	}
	return sumOf(snaps[0].Earnings), nil
}

func sumOf(all []state.Earnings) checksum {
	var sum checksum
	for _, e := range all {
		for _, p := range e.Periods {
			if p.Actual != 0 {
				sum.add(e.Partner.Name(), quarter(max(p.Range.From, firstDay)), p.Actual)
			}
		}
	}
	return sum
}
