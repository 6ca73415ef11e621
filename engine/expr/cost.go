package expr

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// costLimit bounds one evaluation: under 0.1 s of work on ordinary hardware, yet
// a hundred times what a long policy needs on a long document.
const costLimit = 100_000

// costs charges the operators that look into lists and mappings for every part
// they may look at; CEL would count them as one step.
type costs struct{}

// CallCost is part of CEL's cost.ActualCostEstimator; nil is CEL's own price.
func (costs) CallCost(function, _ string, args []ref.Val, _ ref.Val) *uint64 {
	if function != opEquals && function != opDiffers && function != opAmong {
		return nil
	}
	budget := maxCompared
	for _, arg := range args {
		spend(arg, &budget)
	}
	price := uint64(maxCompared - budget)
	return &price
}

// spend takes one from the budget for each part of v, until nothing is left.
func spend(v ref.Val, budget *int) {
	if *budget <= 0 {
		return
	}
	*budget--
	switch v := v.(type) {
	case traits.Mapper:
		for it := v.Iterator(); it.HasNext() == types.True && *budget > 0; {
			spend(v.Get(it.Next()), budget)
		}
	case traits.Lister:
		for it := v.Iterator(); it.HasNext() == types.True && *budget > 0; {
			spend(it.Next(), budget)
		}
	}
}
