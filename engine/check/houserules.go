package check

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// houseRule is a rule of a Policy whose condition is sound.
type houseRule struct {
	origin
	spec spec.HouseRule
	env  *expr.ChangeEnv
}

// houseRules gives the rules of all policies. A condition with faults has been
// reported where it was compiled.
func (c *Context) houseRules() []houseRule {
	var env *expr.ChangeEnv
	var out []houseRule
	each(c, func(v version[spec.Policy]) {
		if env == nil {
			var err error
			if env, err = expr.Change(); err != nil {
				return
			}
		}
		for _, r := range v.spec.Rules {
			if len(env.CheckAssert(string(r.Assert.V))) == 0 {
				out = append(out, houseRule{v.origin, r, env})
			}
		}
	})
	return out
}

func (h houseRule) holds(object, metadata any) (bool, error) {
	return h.env.EvalAssert(string(h.spec.Assert.V), object, metadata)
}

func (h houseRule) severity() diag.Severity {
	return diag.Severity(h.spec.Severity.Or(quantity.Text(diag.Error)))
}

// kind is the shape of the specs that the rule is for; nil when it is for all.
func (h houseRule) kind() *spec.Type {
	if h.spec.Match == nil || h.spec.Match.Kind == nil {
		return nil
	}
	if info := spec.KindByName(string(h.spec.Match.Kind.V)); info != nil {
		return info.Type
	}
	return nil
}

// labels are those that a document of the rule carries.
func (h houseRule) labels() map[string]any {
	if h.spec.Match == nil {
		return map[string]any{}
	}
	return labelsOf(h.spec.Match.Labels)
}

func labelsOf(m spec.Map[spec.Val[spec.Text]]) map[string]any {
	out := map[string]any{}
	for _, l := range m {
		out[string(l.Key.V)] = string(l.Value.V)
	}
	return out
}
