package quantity

// Range is a stretch of days, both ends included.
type Range struct{ From, To Date }

// Days counts the days, both ends included; 0 when To is before From.
func (r Range) Days() int { return max(0, int(r.To)-int(r.From)+1) }

// Contains reports whether d lies in the range.
func (r Range) Contains(d Date) bool { return r.From <= d && d <= r.To }

// String gives "2026-01-01..2026-06-30".
func (r Range) String() string { return r.From.String() + ".." + r.To.String() }
