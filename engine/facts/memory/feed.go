package memory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

const (
	blockBytes    = 256 << 10
	recordBytes   = 1 << 20
	byteOrderMark = "\ufeff"
)

// FileError is a file of facts that could not be read.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap gives the reason alone.
func (e *FileError) Unwrap() error { return e.Err }

// feed reads a file once, ahead of whoever parses it, and hashes what it reads.
// Blocks are strings because the fields cut from them must outlive the buffer;
// most end with a line, so that records seldom span two.
type feed struct {
	path   string
	blocks chan string
	cancel context.CancelFunc
	first  bool

	// Set before blocks is closed.
	digest [sha256.Size]byte
	err    error
}

func openFeed(ctx context.Context, file facts.File, limit int64) (*feed, error) {
	in, err := file.Open()
	if err != nil {
		return nil, &FileError{file.Path, err}
	}
	ctx, cancel := context.WithCancel(ctx)
	f := &feed{path: file.Path, blocks: make(chan string, 2), cancel: cancel, first: true}
	go f.fill(ctx, in, limit)
	return f, nil
}

func (f *feed) fill(ctx context.Context, in io.ReadCloser, limit int64) {
	defer close(f.blocks)
	defer in.Close()
	hash := sha256.New()
	buffer := make([]byte, blockBytes)
	held, total := 0, int64(0)
	for {
		n, err := io.ReadFull(in, buffer[held:])
		hash.Write(buffer[held : held+n])
		total += int64(n)
		isLast := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		switch {
		case err != nil && !isLast:
			f.err = &FileError{f.path, err}
			return
		case total > limit:
			f.err = &FileError{f.path, fmt.Errorf("the file is larger than the %d bytes that are accepted; split it or raise the limit", limit)}
			return
		}
		text := buffer[:held+n]
		cut := len(text)
		if end := bytes.LastIndexByte(text, '\n') + 1; end > 0 && !isLast {
			cut = end
		}
		select {
		case f.blocks <- string(text[:cut]):
		case <-ctx.Done():
			f.err = ctx.Err()
			return
		}
		if isLast {
			hash.Sum(f.digest[:0])
			return
		}
		held = copy(buffer, text[cut:])
	}
}

// next gives the next block; false at the end of the file or after an error.
func (f *feed) next(ctx context.Context) (string, bool, error) {
	select {
	case block, more := <-f.blocks:
		if !more {
			return "", false, f.err
		}
		if f.first {
			f.first = false
			block = strings.TrimPrefix(block, byteOrderMark)
		}
		return block, true, nil
	case <-ctx.Done():
		return "", false, ctx.Err()
	}
}

// drain reads what is left for the sake of the digest.
func (f *feed) drain(ctx context.Context) error {
	for {
		if _, more, err := f.next(ctx); !more {
			return err
		}
	}
}

// stop ends the reading; what was not read stays unread.
func (f *feed) stop() {
	f.cancel()
	for range f.blocks {
	}
}
