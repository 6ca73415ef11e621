package memory

import "context"

const (
	batchRecords = 64
	batches      = 3 // being filled, waiting, being taken in
)

// ahead reads and types records of a file on a goroutine of its own, in order, so
// that this and taking in those before go on at a time. Batches are used
// again: a record lasts until the next one is asked for.
type ahead struct {
	scan       *scan
	free, full chan *batch // free holds nil for a batch that is not made yet
}

func newAhead(s *scan) *ahead {
	a := &ahead{scan: s, free: make(chan *batch, batches), full: make(chan *batch, batches)}
	for range batches {
		a.free <- nil
	}
	return a
}

type batch struct {
	records []record
	err     error // after the records
}

func newBatch(columns int) *batch {
	b := &batch{records: make([]record, 0, batchRecords)}
	raw, cells := make([]string, batchRecords*columns), make([]value, batchRecords*columns)
	for i := range b.records[:batchRecords] {
		r := &b.records[:batchRecords][i]
		r.raw, r.cells = raw[i*columns:(i+1)*columns], cells[i*columns:(i+1)*columns]
	}
	return b
}

// fill keeps batches coming until the file or the context ends.
func (a *ahead) fill(ctx context.Context, in rowReader) {
	defer close(a.full)
	for more := true; more; {
		select {
		case b := <-a.free:
			if b == nil {
				b = newBatch(len(a.scan.columns))
			}
			more = b.fill(in, a.scan)
			a.full <- b
		case <-ctx.Done():
			return
		}
	}
}

func (b *batch) fill(in rowReader, s *scan) bool {
	all := b.records[:batchRecords]
	for i := range all {
		more, err := in.next(&all[i])
		if b.err = err; err != nil || !more {
			b.records = all[:i]
			return false
		}
		if all[i].fault.reason == "" {
			s.typed(&all[i])
		}
	}
	b.records = all
	return true
}
