package plan

// Shifted is exported to the tests.
var Shifted = shifted
