package memory

import (
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

var _ facts.Exchange = rateBook{}

// Quote is facts.Exchange's.
func (b rateBook) Quote(from, to quantity.Currency, on quantity.Date) (facts.Quote, bool) {
	if from == to {
		return facts.Quote{On: on, Num: 1, Den: 1}, true
	}
	f, ok := b.at(pair{from, to}, on)
	if !ok {
		return facts.Quote{On: f.On}, false
	}
	return f.Quote, true
}
