package facts

// MostFound is how many rows are found of those that are sought.
const MostFound = 1000

// Found is a row that Input.Sought asked for, whatever became of it.
type Found struct {
	Source, Type string
	ID           string
	Place        string          // "path:line"
	Partner      string          // as in Row, or a Rostered name; Direct, too, where it is not known
	Key          string          // of the partner, as the file spells it
	Cells        map[string]Cell // by column, those before the fault of a rejected row
	Reason       string          // why it was rejected; "": it was not
	Column       string          // that is at fault; "": the row as a whole
	Value        string          // that is at fault, as it stands in the file
}
