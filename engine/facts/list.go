package facts

// List asks for the rows of one source themselves. As SQL, for a type with
// partners (in types without, no row lacks one):
//
//	SELECT partner, columns FROM source WHERE partner IS NOT NULL AND where
//	ORDER BY file, line LIMIT most
//
// Only evaluated rows are listed, never direct or rejected ones. Amounts in Where
// are held against each other as in a Query without At: there is no rate then.
type List struct {
	Source  string
	Columns []string // canonical names; one that the source does not map is null, currency excepted
	Where   *Expr    // nil: every row
	Most    int      // rows; 0: MostRows
}

// MostRows is how many rows a List without Most gives. Every row of an answer is
// held in memory, and until all files are read up to as many for each file.
const MostRows = 100_000

// Listed answers a List: the first rows in the order of the source's files, then
// of their lines.
type Listed struct {
	Rows  []Row
	IsCut bool // more rows matched than are here
}

// Row is one row of a source. Other variants may share its Cells: they are read,
// not written to.
type Row struct {
	Partner string // Direct in types without partners
	Cells   []Cell // by List.Columns, amounts in their own currency
	Place   string // "path:line", where its record begins
}
