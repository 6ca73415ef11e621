package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// mostPlan bounds the size of a plan that is read, in bytes.
const mostPlan = 256 << 20

// Read reads what `entente plan --format json` printed. It refuses another major
// version of the form, whose numbers may mean something else.
func Read(r io.Reader) (Plan, error) {
	var p Plan
	text, err := io.ReadAll(io.LimitReader(r, mostPlan+1))
	if err != nil {
		return p, err
	}
	if len(text) > mostPlan {
		return p, fmt.Errorf("it is larger than %d MiB", mostPlan>>20)
	}
	var head struct {
		FormatVersion string `json:"formatVersion"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return p, fmt.Errorf("it is no plan as `entente plan --format json` prints one: %w", err)
	}
	major, _, _ := strings.Cut(FormatVersion, ".")
	switch was, _, _ := strings.Cut(head.FormatVersion, "."); {
	case was == "":
		return p, errors.New("it is no plan as `entente plan --format json` prints one: it has no formatVersion")
	case was != major:
		return p, fmt.Errorf("its formatVersion is %q, and this entente reads %s.x: make the plan again with this version", head.FormatVersion, major)
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("it is no plan as `entente plan --format json` prints one: %w", err)
	}
	return p, nil
}

// printable is an amount as a plan prints it; a saved one may come from anywhere,
// and a number such as 1e999999999 would fill the memory.
var printable = regexp.MustCompile(`^-?[0-9]{1,30}(\.[0-9]{1,8})?$`)

// amountOf reads an amount; 0 of what is none.
func amountOf(s string) *big.Rat {
	out := new(big.Rat)
	if printable.MatchString(s) {
		out.SetString(s)
	}
	return out
}

// Printed gives the Δ that the plan says, as it says it; none of a plan that prices
// nothing.
func (p Plan) Printed() (Deltas, error) {
	out := Deltas{}
	if p.Impact.ProForma == nil {
		return out, nil
	}
	for _, row := range p.Impact.ProForma.Partners {
		currency, err := quantity.ParseCurrency(p.Impact.ProForma.CurrencyOf(row))
		if err != nil {
			return nil, err
		}
		if !printable.MatchString(row.Delta) {
			return nil, fmt.Errorf("impact.proForma of %s: %q is no amount", row.Address, row.Delta)
		}
		minor := number(&row.Delta)
		minor.Mul(minor, new(big.Rat).SetInt64(pow10(currency.Exponent())))
		if !minor.IsInt() {
			return nil, fmt.Errorf("impact.proForma of %s: %s has no part as small as in %s", row.Address, currency, row.Delta)
		}
		out.add(currency, new(big.Int).Set(minor.Num()))
	}
	return out, nil
}
