package memory

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/partnership-as-code/entente/engine/facts"
)

// pipeline is one turn: a goroutine cuts files into chunks, in order, and others
// take those in. Its few chunks are used again and again, so a file of any size
// takes the same memory.
type pipeline struct {
	run   *run
	ready chan *chunk
	free  chan *chunk
}

// read takes in the sources whose turn it is.
func (j *run) read(ctx context.Context, rates rateBook, now turn) error {
	hands := runtime.GOMAXPROCS(0)
	spare := 2*hands + 2
	p := &pipeline{run: j, ready: make(chan *chunk, spare), free: make(chan *chunk, spare)}
	for range spare {
		p.free <- &chunk{}
	}
	group, ctx := errgroup.WithContext(ctx)
	var turns []int
	for i, s := range j.scans {
		if s.turn() == now {
			turns = append(turns, i)
			s.rates = rates
			j.workers[i] = make([]*worker, hands+1)
			for at := range j.workers[i] {
				j.workers[i][at] = newWorker(s, newDirectory(s, &j.partner))
			}
			s.ledger.clerk = j.workers[i][hands]
		}
	}
	group.Go(func() error {
		defer close(p.ready)
		for _, i := range turns {
			if err := p.cutSource(ctx, i); err != nil {
				return err
			}
		}
		return nil
	})
	for hand := range hands {
		group.Go(func() error { return p.takeIn(ctx, hand) })
	}
	return group.Wait()
}

func (p *pipeline) cutSource(ctx context.Context, i int) error {
	s, seq := p.run.scans[i], 0
	for at, file := range s.source.Files {
		digest, err := p.cutFile(ctx, file, func(c *chunk) {
			c.scan, c.source, c.file, c.seq = s, i, at, seq
			seq++
			p.ready <- c
		}, s.headers)
		if err != nil {
			return err
		}
		p.run.digests[i][at] = digest
	}
	return nil
}

// cutFile cuts a whole file, to its end even when its rows mean nothing, since the
// digest is over all of it.
func (p *pipeline) cutFile(ctx context.Context, file facts.File, yield func(*chunk), headers []string) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, &FileError{file.Path, err}
	}
	defer in.Close()
	cut := newCutter(file, in, headers, p.run.limit, p.run.chunk)
	for {
		var c *chunk
		select {
		case c = <-p.free:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		more, err := cut.next(c)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if !more {
			p.free <- c
			return cut.hash.Sum(nil), nil
		}
		yield(c)
	}
}

// takeIn is one of the hands that chunks go through.
func (p *pipeline) takeIn(ctx context.Context, hand int) error {
	for c := range p.ready {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.run.workers[c.source][hand].takeIn(c)
		c.scan.ledger.finish(c, func(c *chunk) { p.free <- c })
	}
	return nil
}
