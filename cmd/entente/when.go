package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// whenFlags are --as-of and --period.
type whenFlags struct{ asOf, period string }

func (f *whenFlags) register(flags *pflag.FlagSet) {
	f.registerDay(flags)
	flags.StringVar(&f.period, "period", "", "time that KPIs count: 2026, 2026-Q1, 2026-03 or 2026-01-01..2026-06-30; the year to date when left out")
}

// registerDay is for verbs that look at no KPIs.
func (f *whenFlags) registerDay(flags *pflag.FlagSet) {
	flags.StringVar(&f.asOf, "as-of", "", "day to look at things on, inclusive, such as 2026-06-30; today when left out")
}

func (f *whenFlags) when(a *app) (engine.When, error) {
	out := engine.When{Now: a.now}
	if f.asOf != "" {
		day, err := quantity.ParseDate(f.asOf)
		if err != nil {
			return out, fmt.Errorf("--as-of: %w", err)
		}
		out.AsOf = day
	}
	if f.period != "" {
		period, err := quantity.ParsePeriod(f.period)
		if err != nil {
			return out, fmt.Errorf("--period: %w", err)
		}
		out.Period = &period
	}
	return out, nil
}
