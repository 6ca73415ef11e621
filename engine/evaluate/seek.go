package evaluate

import (
	"context"

	"github.com/partnership-as-code/entente/engine/facts"
)

// Seek finds the rows of some ids, whatever became of them: those that no condition
// keeps, those without a partner, and those that were rejected. It reads all files
// again.
func Seek(ctx context.Context, runner facts.Runner, sources []facts.Source, j Job, sought func(id string) bool) ([]facts.Found, error) {
	keys, err := rosterKeys(ctx, runner, sources, []Job{j})
	if err != nil {
		return nil, err
	}
	partner := j.rosters(sources, keys).partner(j.Program.Book.PartnerByKey)
	result, err := runner.Run(ctx, facts.Input{Sources: sources, Variants: []facts.Variant{{Partner: partner}}, Sought: sought})
	if err != nil {
		return nil, err
	}
	return result.Variants[0].Found, nil
}
