package evaluate_test

import (
	"context"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// countingFile counts the bytes that are read of it.
type countingFile struct {
	io.ReadCloser
	read *atomic.Int64
}

func (c countingFile) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.read.Add(int64(n))
	return n, err
}

func programOf(t *testing.T, fsys fs.FS) *evaluate.Program {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), fsys, "")
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings)
	}
	book, _ := resolve.Resolve(docs)
	program, _ := evaluate.Compile(book)
	return program
}

// laid is the example with the files of its proposed change over it.
func laid(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, dir := range []string{"../testdata/example", "../testdata/example-change"} {
		fsys := os.DirFS(dir)
		err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(fsys, path)
			out[path] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestOneScanPricesBothRevisions counts what is read: every byte of every fact
// file once, for base and head, actual and pro forma, on two days each.
func TestOneScanPricesBothRevisions(t *testing.T) {
	base := programOf(t, os.DirFS("../testdata/example"))
	head := programOf(t, laid(t))
	sources, _ := base.Mapped(evaluate.Roots{os.DirFS("../testdata/example")})
	var read [16]atomic.Int64
	sizes, files := []int64{}, 0
	for i := range sources {
		for f := range sources[i].Files {
			file := &sources[i].Files[f]
			open, count := file.Open, &read[files]
			info, err := os.Stat("../testdata/example/" + file.Path)
			if err != nil {
				t.Fatal(err)
			}
			sizes = append(sizes, info.Size())
			files++
			file.Open = func() (io.ReadCloser, error) {
				in, err := open()
				return countingFile{in, count}, err
			}
		}
	}
	var jobs []evaluate.Job
	for _, p := range []*evaluate.Program{base, head} {
		for _, day := range []quantity.Date{quantity.NewDate(2026, 6, 30), quantity.NewDate(2026, 6, 1)} {
			jobs = append(jobs, evaluate.Job{Program: p, AsOf: day, Period: p.ToDate(day),
				Pay: evaluate.Pay{Actual: true, Trailing: quantity.Range{From: day.AddDays(1).AddMonths(-12), To: day}}})
		}
	}
	snaps, err := evaluate.Run(context.Background(), memory.Runner{}, sources, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	for i, size := range sizes {
		if got := read[i].Load(); got != size {
			t.Errorf("file %d has %d bytes, %d were read", i, size, got)
		}
	}
	if files != 3 {
		t.Errorf("%d files of facts, want 3", files)
	}
	for job, want := range map[int]int64{0: 1812667, 2: 1750556} {
		for _, e := range snaps[job].Earnings {
			if e.Partner == "partner/northwind" && e.ProForma != want {
				t.Errorf("pro forma of job %d is %d, want %d", job, e.ProForma, want)
			}
		}
	}
}
