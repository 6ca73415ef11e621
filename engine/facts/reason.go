package facts

// The reasons a Tally can name; every runner uses the same words.
const (
	// Noted: the row is evaluated all the same.
	ReasonUnknownValue = "unknown-value" // outside Column.Known
	ReasonEmptyColumn  = "empty-column"  // mapped, optional, and the row's state should fill it
	ReasonDuplicateID  = "duplicate-id"  // an earlier row of the source has this id

	// Rejected for what stands in one column.
	ReasonMissingValue   = "missing-value" // a required column is empty
	ReasonUnmappedValue  = "unmapped-value"
	ReasonBadValue       = "bad-value"
	ReasonBadAmount      = "bad-amount"
	ReasonBadCurrency    = "bad-currency"
	ReasonBadNumber      = "bad-number"
	ReasonBadDate        = "bad-date"
	ReasonOverMax        = "over-max"
	ReasonUnknownPartner = "unknown-partner"
	ReasonUnknownDeal    = "unknown-deal" // a refund of an id that no deals or revenue row has
	ReasonNestedValue    = "nested-value" // an object or a list where a plain value belongs

	// Rejected as a whole.
	ReasonRaggedRow = "ragged-row" // more or fewer fields than the header
	ReasonBadQuote  = "bad-quote"
	ReasonBadJSON   = "bad-json" // not one JSON object
	ReasonNotUTF8   = "not-utf8"
	ReasonTooLong   = "too-long" // the record is larger than a runner accepts

	// Rejected for a fault of the file; UnknownFormat counts as one row.
	ReasonMissingColumn   = "missing-column"   // the header lacks a mapped column
	ReasonDuplicateColumn = "duplicate-column" // the header has a mapped column twice
	ReasonUnknownFormat   = "unknown-format"   // neither CSV nor JSONL by its ending
)

// Others is the Value of a Tally that stands for the values of its reason and
// column that were too many to list.
const Others = "(others)"
