package main

// reseller is how much business a partner of the sensor maker does; what kind of
// company it is, the documents say.
type reseller struct {
	name, key string
	halves    [3]int // new deals in 2025-H1, 2025-H2 and 2026-H1
	winsOf100 int
	units     [2]int   // quantity of a deal, from and to
	mix       []string // articles, the usual ones several times
	customers []string
	answers   int  // days until a question to us is answered, at most
	isFunded  bool // takes part in the marketing fund
}

var resellers = []reseller{
	{name: "karlsson-ek", key: "P-1004", halves: [3]int{15, 18, 21}, winsOf100: 64, units: [2]int{12, 52},
		mix:       []string{"PX-200", "PX-200", "FX-80", "VX-12", "Calibration"},
		customers: []string{"Granbergs Massa", "Sjövik Mejeri", "Norrhammar Gruva", "Tallåsen Energi", "Bruksvallen Papper", "Lillån Vatten", "Hjortnäs Stål"},
		answers:   3, isFunded: true},
	{name: "nordlys", key: "P-1011", halves: [3]int{10, 12, 13}, winsOf100: 58, units: [2]int{8, 44},
		mix:       []string{"PX-200", "FX-80", "FX-80", "Calibration"},
		customers: []string{"Havnsund Fiskeolje", "Torskeby Offshore", "Ytre Vika Havbruk", "Rundfjell Smelteverk", "Skarvholmen Marin"},
		answers:   4, isFunded: true},
	{name: "murmelstein", key: "P-1019", halves: [3]int{9, 10, 10}, winsOf100: 61, units: [2]int{6, 30},
		mix:       []string{"PX-200", "VX-12", "VX-12", "Calibration"},
		customers: []string{"Käserei Oberalpen", "Seeblick Pharma", "Wasserwerk Hinterrhein", "Zahnradbahn Schrofen"},
		answers:   2, isFunded: true},
	{name: "kranich-kai", key: "P-1002", halves: [3]int{11, 11, 9}, winsOf100: 47, units: [2]int{10, 40},
		mix:       []string{"PX-200", "PX-200", "VX-12", "Calibration"},
		customers: []string{"Molkerei Süderholm", "Papierfabrik Wendtal", "Hafenlogistik Elbgrund", "Ölmühle Dithmarsen-West", "Wasserverband Geestrand"},
		answers:   9},
	{name: "donauwels", key: "P-1023", halves: [3]int{10, 8, 5}, winsOf100: 45, units: [2]int{6, 28},
		mix:       []string{"PX-200", "FX-80", "Calibration"},
		customers: []string{"Brauerei Auwinkel", "Zuckerfabrik Marchegg-Ost", "Stadtwerke Krumau", "Glashütte Bärnwald"},
		answers:   7},
	{name: "backsteig", key: "P-1008", halves: [3]int{9, 7, 2}, winsOf100: 41, units: [2]int{4, 22},
		mix:       []string{"PX-200", "VX-12"},
		customers: []string{"Papierfabrik Wendtal", "Textilwerk Ampertal", "Kieswerk Lechfurt"},
		answers:   14},
	{name: "skarvoy", key: "P-1015", halves: [3]int{6, 3, 0}, winsOf100: 38, units: [2]int{6, 24},
		mix:       []string{"FX-80", "PX-200"},
		customers: []string{"Torskeby Offshore", "Nordre Brygge Verft"},
		answers:   20},
	{name: "torfstich", key: "P-1027", halves: [3]int{5, 3, 0}, winsOf100: 50, units: [2]int{4, 18},
		mix:       []string{"VX-12", "Calibration"},
		customers: []string{"Agrargenossenschaft Luch", "Sägewerk Spreeheide"},
		answers:   11},
	{name: "kuikka", key: "P-1031", halves: [3]int{0, 0, 4}, winsOf100: 60, units: [2]int{5, 16},
		mix:       []string{"PX-200", "Calibration"},
		customers: []string{"Kuusilampi Sellu", "Hirvijoki Meijeri"},
		answers:   2},
	{name: "", key: "", halves: [3]int{5, 5, 5}, winsOf100: 55, units: [2]int{20, 60},
		mix:       []string{"PX-200", "FX-80"},
		customers: []string{"Rheinbogen Chemie", "Nordmeer Raffinerie"}},
}

// article is a line of the price list, in cents a unit.
type article struct {
	list, cost int
	name       string
}

var articles = map[string]article{
	"PX-200":      {64_000, 37_500, "PX-200 Drucksensor"},
	"FX-80":       {148_000, 91_000, "FX-80 Durchfluss"},
	"VX-12":       {39_000, 21_200, "VX-12 Schwingung"},
	"Calibration": {9_500, 5_200, "Kalibrierung vor Ort"},
}
