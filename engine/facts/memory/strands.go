package memory

import (
	"context"
	"maps"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/partnership-as-code/entente/engine/facts"
)

// strands answers the streams of all variants. The rows of a partner are woven
// once for all variants in which they are the same.
func (j *run) strands(ctx context.Context, out []facts.VariantResult) error {
	for v, variant := range j.variants {
		if len(variant.Streams) > 0 {
			out[v].Streams = make([]facts.Streamed, len(variant.Streams))
		}
	}
	for i, s := range j.scans {
		for at := range s.streams {
			woven, err := j.weave(ctx, i, at)
			if err != nil {
				return err
			}
			for v := range j.variants {
				for _, one := range s.streamed[v] {
					if one.stream == at {
						out[v].Streams[one.query].Strands = strandsOf(woven, v, &one)
					}
				}
			}
		}
	}
	return nil
}

// woven is the rows of one partner's name by variant; nil where it has none.
type woven struct {
	name string
	rows []*facts.Rows
}

func strandsOf(all []woven, variant int, one *streaming) []*facts.Strand {
	var out []*facts.Strand
	for i := range all {
		if rows := all[i].rows[variant]; rows != nil {
			out = append(out, facts.NewStrand(all[i].name, rows, one.tests, one.columns))
		}
	}
	return out
}

// weave gives the rows of a stream by name, in order.
func (j *run) weave(ctx context.Context, i, stream int) ([]woven, error) {
	s, h := j.scans[i], j.heap(i, stream)
	names := map[string]bool{}
	for owner := range h.slots {
		names[owner.name] = true
	}
	out := make([]woven, 0, len(names))
	for _, name := range slices.Sorted(maps.Keys(names)) {
		out = append(out, woven{name: name})
	}
	todo := make(chan *woven, len(out))
	for at := range out {
		todo <- &out[at]
	}
	close(todo)
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(out)) {
		group.Go(func() error {
			w := newWeaver(s, &s.streams[stream], h)
			for one := range todo {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				one.rows = j.weaveName(w, h, one.name)
			}
			return nil
		})
	}
	return out, group.Wait()
}

// weaveName weaves what all variants share of a name once, and again with what
// only one of them counts to it.
func (j *run) weaveName(w *weaver, h *heap, name string) []*facts.Rows {
	out := make([]*facts.Rows, len(j.variants))
	shared := h.of(owner{name, everyVariant})
	var common *facts.Rows
	for v := range out {
		own := h.of(owner{name, v})
		switch {
		case !w.stream.wanted[v] || len(shared)+len(own) == 0:
		case len(own) > 0:
			out[v] = w.weave(shared, own)
		default:
			if common == nil {
				common = w.weave(shared)
			}
			out[v] = common
		}
	}
	return out
}
