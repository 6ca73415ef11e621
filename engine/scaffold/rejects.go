package scaffold

import (
	"bytes"
	"encoding/csv"
	"slices"
)

// RejectFile is a CSV file of the rows that became no partner, as they were, with
// the reason behind each; nil when there are none. Mended, it can be imported
// like the file that it comes from.
func (i *Imported) RejectFile() ([]byte, error) {
	if len(i.Rejects) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = i.table.comma
	width := len(i.table.header)
	if err := w.Write(append(slices.Clone(i.table.header), "reason")); err != nil {
		return nil, err
	}
	for _, r := range i.Rejects {
		record := make([]string, width, max(width, len(r.cells))+1)
		copied := copy(record, r.cells)
		record = append(append(record, r.Reason), r.cells[copied:]...)
		if err := w.Write(record); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
