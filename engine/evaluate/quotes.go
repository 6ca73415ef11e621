package evaluate

import (
	"context"
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Quote is one row of exchange rates: what one unit of From costs in To.
type Quote struct {
	From, To quantity.Currency
	Rate     *big.Rat
	Place    string // "path:line"
}

// Quotes gives the exchange rates that were quoted on a day, by source and line.
func Quotes(ctx context.Context, runner facts.Runner, sources []facts.Source, on quantity.Date) ([]Quote, error) {
	isOnDay := &facts.Expr{Op: facts.OpEq, Kind: facts.Bool, Args: []facts.Expr{{Op: facts.OpColumn, Kind: facts.Day, Column: "date"},
		{Op: facts.OpConst, Kind: facts.Day, Const: facts.Cell{Kind: facts.Day, Int: int64(on)}}}}
	in := facts.Input{Variants: []facts.Variant{{Partner: func(_, key string) (string, bool) { return key, true }}}}
	for _, s := range sources {
		if s.Type == "fx-rates" && len(s.Files) > 0 {
			in.Sources = append(in.Sources, s)
			in.Variants[0].Lists = append(in.Variants[0].Lists, facts.List{Source: s.Name, Columns: []string{"from", "to", "rate"}, Where: isOnDay})
		}
	}
	result, err := runner.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	var out []Quote
	for _, list := range result.Variants[0].Lists {
		for _, row := range list.Rows {
			rate := row.Cells[2]
			scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(rate.Scale)), nil)
			out = append(out, Quote{quantity.Currency(row.Cells[0].Text), quantity.Currency(row.Cells[1].Text), new(big.Rat).SetFrac(big.NewInt(rate.Int), scale), row.Place})
		}
	}
	return out, nil
}
