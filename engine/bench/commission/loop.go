package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// sale is a row as the loop by hand keeps it.
type sale struct {
	cents int64
	day   quantity.Date
	isIn  bool // the where of its partner's plan
	size  uint8
	id    [14]byte
}

// loopByHand knows the columns and their order, has no quotes, faults, currencies
// or repeated ids to look out for, takes no digest, and looks at what it needs
// alone. It sorts all deals, as statements list them, and then asks each plan's
// where; a lean one asks that first and never sorts what does not earn.
func loopByHand(path string, isLean bool) (checksum, error) {
	file, err := os.Open(path)
	if err != nil {
		return checksum{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return checksum{}, err
	}
	hands := runtime.GOMAXPROCS(0)
	parts := make([][][]sale, hands)
	var group errgroup.Group
	for h := range hands {
		group.Go(func() error {
			from, to := info.Size()*int64(h)/int64(hands), info.Size()*int64(h+1)/int64(hands)
			parts[h], err = readPart(file, from, to, isLean)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return checksum{}, err
	}
	return foldSales(parts), nil
}

// readPart reads the lines that begin within [from, to), but for the header.
func readPart(file *os.File, from, to int64, isLean bool) ([][]sale, error) {
	out := make([][]sale, partners)
	places := map[string]int{}
	for p := range partners {
		places[partnerName(p)] = p
	}
	buffer := make([]byte, 1<<20)
	isWithin := false
	held := 0
	if from > 0 {
		from-- // a line that begins at from has its predecessor's end there
	}
	for at := from; ; {
		n, err := file.ReadAt(buffer[held:], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		text := buffer[:held+n]
		start := at - int64(held) // of text
		at += int64(n)
		rest := text
		for {
			end := bytes.IndexByte(rest, '\n')
			if end < 0 {
				break
			}
			line := rest[:end]
			begins := start + int64(len(text)-len(rest))
			if begins >= to && isWithin {
				return out, nil
			}
			if isWithin {
				keepSale(out, places, line, isLean)
			}
			isWithin = true
			rest = rest[end+1:]
		}
		if n == 0 {
			return out, nil
		}
		held = copy(buffer, rest)
	}
}

func keepSale(out [][]sale, places map[string]int, line []byte, isLean bool) {
	var fields [9][]byte
	for i := range 8 {
		comma := bytes.IndexByte(line, ',')
		fields[i], line = line[:comma], line[comma+1:]
	}
	fields[8] = line
	if string(fields[2]) != "won" {
		return
	}
	p, ok := places[string(fields[1])]
	if !ok {
		return
	}
	isIn := wheres[p%plans](fields[7], fields[8])
	if isLean && !isIn {
		return
	}
	s := sale{cents: centsOf(fields[3]), day: dayOf(fields[5]), isIn: isIn}
	s.size = uint8(copy(s.id[:], fields[0]))
	out[p] = append(out[p], s)
}

var wheres = func() (out [plans]func(product, kind []byte) bool) {
	for i := range out {
		c := conditionOf(i)
		prefix := []byte(c.prefix)
		out[i] = func(product, kind []byte) bool {
			return bytes.HasPrefix(product, prefix) && (string(kind) == c.kind) != c.isNot
		}
	}
	return out
}()

func centsOf(text []byte) int64 {
	n := int64(0)
	for _, c := range text {
		if c != '.' {
			n = n*10 + int64(c-'0')
		}
	}
	return n
}

func dayOf(text []byte) quantity.Date {
	n := func(s []byte) int {
		out := 0
		for _, c := range s {
			out = out*10 + int(c-'0')
		}
		return out
	}
	return dayNumbers[n(text[:4])-2025][n(text[5:7])][n(text[8:10])]
}

// dayNumbers are the days of two years by month and day.
var dayNumbers = func() (out [2][13][32]quantity.Date) {
	for i := range days {
		y, m, d := firstDay.AddDays(i).YMD()
		out[y-2025][m][d] = firstDay.AddDays(i)
	}
	return out
}()

// foldSales sorts each partner's sales and adds up their lines.
func foldSales(parts [][][]sale) checksum {
	hands := runtime.GOMAXPROCS(0)
	sums := make([]checksum, hands)
	var group errgroup.Group
	for h := range hands {
		group.Go(func() error {
			for p := h; p < partners; p += hands {
				all := parts[0][p]
				for _, part := range parts[1:] {
					all = append(all, part[p]...)
				}
				slices.SortFunc(all, func(a, b sale) int {
					if a.day != b.day {
						return cmp.Compare(a.day, b.day)
					}
					return bytes.Compare(a.id[:], b.id[:])
				})
				foldPartner(strings.ToLower(partnerName(p)), all, &sums[h])
			}
			return nil
		})
	}
	_ = group.Wait() // nothing in it fails
	total := checksum{}
	for _, s := range sums {
		total.merge(s)
	}
	return total
}

func foldPartner(name string, all []sale, sum *checksum) {
	var sold band
	current, earned := int8(-1), int64(0)
	for i := range all {
		s := &all[i]
		if !s.isIn {
			continue
		}
		if q := quarter(s.day); q != current {
			if earned != 0 {
				sum.add(name, current, earned)
			}
			current, earned, sold = q, 0, band{}
		}
		earned += sold.earn(s.cents)
	}
	if earned != 0 {
		sum.add(name, current, earned)
	}
}

func partnerName(p int) string {
	digits := strings.Repeat("0", 4) + itoa(p)
	return "P-" + digits[len(digits)-4:]
}
