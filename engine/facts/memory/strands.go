package memory

import (
	"context"
	"runtime"
	"slices"
	"strings"

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

// weave gives the rows of a stream by name, in order. Shares are woven side by
// side.
func (j *run) weave(ctx context.Context, i, stream int) ([]woven, error) {
	s := j.scans[i]
	first := j.firstOf(i, stream)
	var byShare [shares][]woven
	todo := make(chan int, shares)
	for share := range shares {
		todo <- share
	}
	close(todo)
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), shares) {
		group.Go(func() error {
			w := newWeaver(s, &s.streams[stream], len(first))
			for share := range todo {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				byShare[share] = j.weaveShare(w, j.heap(i, stream, share))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	out := slices.Concat(byShare[:]...)
	slices.SortFunc(out, func(a, b woven) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// firstOf is what all ids of a stream begin with.
func (j *run) firstOf(i, stream int) string {
	var all *baling
	first := ""
	for _, w := range j.workers[i] {
		switch b := &w.balings[stream]; {
		case !b.isAny:
		case all == nil:
			all, first = b, b.first
		default:
			first = first[:commonPrefix(first, b.first)]
		}
	}
	return first
}

func (j *run) weaveShare(w *weaver, h *heap) []woven {
	w.bales = h.bales
	names := map[string]bool{}
	for owner := range h.slots {
		names[owner.name] = true
	}
	var out []woven
	for name := range names {
		out = append(out, woven{name, j.weaveName(w, h, name)})
	}
	w.bales = nil
	return out
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
