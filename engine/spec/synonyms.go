package spec

import (
	"reflect"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// valueSynonyms are words that others use for a term of the language; of several
// terms, the one that the field has is meant.
var valueSynonyms = map[string][]string{
	"marginal": {"graduated"}, "tiered": {"graduated"}, "progressive": {"graduated"}, "slab": {"graduated"}, "incremental": {"graduated"},
	"retroactive": {"volume"}, "all units": {"volume"}, "all-units": {"volume"}, "range": {"volume"}, "sliding-scale": {"volume"},
	"won": {"closed-won"}, "closed": {"closed-won"}, "sale": {"closed-won", "event"}, "sold": {"closed-won"},
	"paid": {"collected"}, "payment": {"collected"}, "invoice": {"invoiced"}, "lead": {"prospect", "lead-accepted"},
	"order": {"event"}, "deal": {"event"}, "transaction": {"event"}, "affiliate": {"partner"},
	"units": {"quantity"}, "seats": {"quantity"}, "orders": {"count"}, "deals": {"count"}, "conversions": {"count"},
	"revenue": {"amount"}, "gross": {"amount"}, "sales": {"amount"}, "profit": {"margin"}, "gross-profit": {"margin"}, "gross-margin": {"margin"},
	"yearly": {"annual", "contract-year"}, "annual": {"contract-year"}, "annually": {"annual", "contract-year"}, "year": {"annual", "contract-year"},
	"biannual": {"semiannual"}, "half-yearly": {"semiannual"},
	"u-shaped": {"position"}, "u-shape": {"position"}, "position-based": {"position"}, "even": {"linear"}, "equal": {"linear"},
	"last-touch": {"last"}, "last-click": {"last"}, "first-touch": {"first"}, "first-click": {"first"},
	"bankers": {"half-even"}, "banker": {"half-even"}, "half_even": {"half-even"}, "ceil": {"up"}, "ceiling": {"up"}, "floor": {"down"}, "truncate": {"down"}, "nearest": {"half-up"},
	"cancellation": {"churn"}, "cancelled": {"churn"}, "chargeback": {"non-payment"}, "nonpayment": {"non-payment"},
	"inactive": {"paused"}, "live": {"active"}, "terminated": {"ended"}, "approved": {"accepted"}, "yes": {"for"}, "no": {"against"},
}

// fieldSynonyms are names that others give to a field.
var fieldSynonyms = map[string][]string{
	"tiers": {"steps"}, "bands": {"steps"}, "slabs": {"steps"}, "ranges": {"steps"}, "levels": {"steps"},
	"unit_amount": {"perUnit"}, "unitamount": {"perUnit"}, "unitprice": {"perUnit"}, "unit_price": {"perUnit"}, "price": {"perUnit"}, "per_unit_amount": {"perUnit"},
	"flat_amount": {"flat"}, "flatamount": {"flat"}, "flatfee": {"flat"}, "flat_fee": {"flat"}, "fixed": {"flat"}, "bonus": {"flat"},
	"percent": {"rate"}, "percentage": {"rate"}, "commission": {"rate"}, "rate_pct": {"rate"},
	"to": {"upTo"}, "until": {"upTo"}, "max": {"upTo", "perEvent"}, "limit": {"upTo", "perEvent"}, "threshold": {"minimum", "upTo"},
	"type": {"method"}, "mode": {"method"}, "model": {"method"}, "duration": {"for"}, "frequency": {"cadence"}, "schedule": {"cadence"},
	"tiered": {"bands"}, "event": {"trigger"}, "on": {"trigger"}, "base": {"of"}, "basis": {"of"}, "condition": {"where"}, "when": {"where"}, "if": {"where"},
}

// meant finds what a word stands for among those that can be written.
func meant(word string, among []string, synonyms map[string][]string) string {
	if near, ok := diag.Nearest(word, among); ok {
		return near
	}
	for _, term := range synonyms[strings.ToLower(word)] {
		if slices.Contains(among, term) {
			return term
		}
	}
	return ""
}

// lowerBound says of a step's lower bound that there is none to write.
func lowerBound(t *Type, name string) string {
	if t.bound != nil && t.bound.Name == "upTo" && slices.Contains([]string{"from", "min", "above", "over", "first_unit"}, name) {
		return "take it away: a step begins where the one before it ends, and says how far it reaches by `upTo`"
	}
	return ""
}

// openBound says how the last step is written whose end is infinity elsewhere.
func openBound(f *Field, value string) string {
	if f != nil && f.Name == "upTo" && slices.Contains([]string{"inf", ".inf", "infinity", "∞", "unlimited", "max", "none", "-1"}, strings.ToLower(value)) {
		return "take `upTo` away: the last step is open"
	}
	return ""
}

// asField writes a bare value where a mapping belongs, under each field that can
// have it; "" when none can, or too many.
func asField(n *yaml.Node, at diag.Span, t *Type) string {
	if n.Kind != yaml.ScalarNode || t.Shape != StructShape {
		return ""
	}
	var out []string
	for _, f := range t.Fields {
		if f.takesBare(n.Value, at) {
			out = append(out, mappingWith(t, f, clip(n.Value)))
		}
	}
	if len(out) == 0 || len(out) > 2 {
		return ""
	}
	return "write " + strings.Join(out, " or ")
}

// takesBare reports whether a value can only be meant for fields like this one:
// any text can be a name.
func (f *Field) takesBare(value string, at diag.Span) bool {
	if f.Removal || f.Type.Shape != ScalarShape || f.Type.Target != "" {
		return false
	}
	if f.Enum != nil {
		return slices.Contains(f.Enum, value)
	}
	switch f.Type.Go {
	case reflect.TypeFor[Val[Text]](), reflect.TypeFor[Val[Slug]](), reflect.TypeFor[Val[Expr]](), reflect.TypeFor[Val[Flag]]():
		return false
	}
	return reflect.New(f.Type.Go).Interface().(Scalar).Set(value, at) == nil
}

// mappingWith shows the required fields of a struct, and one with its value.
func mappingWith(t *Type, with *Field, value string) string {
	var parts []string
	for _, f := range t.Fields {
		switch {
		case f == with:
			parts = append(parts, f.Name+": "+value)
		case f.Required:
			parts = append(parts, f.Name+": …")
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
