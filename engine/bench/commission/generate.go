package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

const (
	partners  = 1000
	customers = 20_000
	header    = "id,partner,stage,amount,createdAt,closedAt,customer,product,kind\n"
)

var (
	products = []string{"Suite Pro", "Suite Basic", "Add-on Backup", "Add-on Seats", "Training"}
	kinds    = []string{"new", "new", "expansion", "renewal"}
	firstDay = quantity.NewDate(2025, time.January, 1)
)

const days = 730

// dice is splitmix64: the same rows on every machine.
type dice uint64

func (d *dice) below(n int) int {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

// generate writes deals, unless they are there from an earlier run.
func generate(path string, rows int) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	file, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	if _, err := out.WriteString(header); err != nil {
		return err
	}
	spelled := make([]string, days)
	for i := range spelled {
		spelled[i] = firstDay.AddDays(i).String()
	}
	seed, line := dice(1), []byte(nil)
	for i := range rows {
		line = appendDeal(line[:0], i, rows, &seed, spelled)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// appendDeal spells a deal. Ids and days come in no order.
func appendDeal(line []byte, i, rows int, seed *dice, spelled []string) []byte {
	const step = 48_271_001 // a prime that no number of rows here is a multiple of
	line = fmt.Appendf(line, "D-%08d,P-%04d,won,", i*step%rows, seed.below(partners))
	line = strconv.AppendInt(line, int64(seed.below(5000)+10), 10)
	cents := seed.below(100)
	line = append(line, '.', byte('0'+cents/10), byte('0'+cents%10), ',')
	closed := seed.below(days-90) + 90
	line = append(append(line, spelled[closed-seed.below(90)]...), ',')
	line = append(append(line, spelled[closed]...), ',')
	line = fmt.Appendf(line, "Customer %05d,", seed.below(customers))
	line = append(append(line, products[seed.below(len(products))]...), ',')
	return append(append(line, kinds[seed.below(len(kinds))]...), '\n')
}
