package scaffold

import (
	"fmt"
	"strings"
	"unicode"
)

const maxSlug = 63 // bytes, as the language has it

// slug makes a name of the language out of any text: "Bäckerei O’Neill & Söhne"
// gives "backerei-oneill-sohne". Letters lose their accents, whatever the
// language they stand in, so that one text has one slug. "" when nothing of the
// text can stand in a name.
func slug(text string) string {
	var b strings.Builder
	isGap := false
	for _, r := range strings.ToLower(text) {
		letters, isKnown := plain(r)
		switch {
		case letters != "":
			if isGap && b.Len() > 0 {
				b.WriteByte('-')
			}
			isGap = false
			b.WriteString(letters)
		case !isKnown:
			isGap = true
		}
	}
	return cut(b.String(), maxSlug)
}

// numbered is the n-th name of those who share one: acme, acme-2, acme-3.
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	suffix := fmt.Sprintf("-%d", n)
	return cut(name, maxSlug-len(suffix)) + suffix
}

// cut shortens a slug, between words when one of them ends near.
func cut(name string, length int) string {
	if len(name) <= length {
		return name
	}
	name = name[:length]
	if end := strings.LastIndexByte(name, '-'); end > length/2 {
		name = name[:end]
	}
	return strings.Trim(name, "-")
}

// plain gives the letters a to z and digits that stand for a lower-case rune. One
// that is known without letters belongs to the word around it.
func plain(r rune) (letters string, isKnown bool) {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return string(r), true
	case r == '\'', r == '’', r == 'ʼ', r == '\u00ad', unicode.Is(unicode.Mn, r):
		return "", true
	case 'ａ' <= r && r <= 'ｚ':
		return string('a' + r - 'ａ'), true
	case '０' <= r && r <= '９':
		return string('0' + r - '０'), true
	}
	letters, isKnown = letterOf[r]
	return letters, isKnown
}

// letterOf holds the letters with accents of Latin, and the alphabets of Greek
// and Cyrillic in the spelling that passports use.
var letterOf = func() map[rune]string {
	out := map[rune]string{}
	for plain, accented := range map[string]string{
		"a": "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặḁ", "ae": "æǣǽ", "b": "ḃḅḇ", "c": "çćĉċčḉ", "d": "ďđðḋḍḏḑḓ",
		"e": "èéêëēĕėęěȅȇȩẹẻẽếềểễệḕḗḙḛḝ", "f": "ḟ", "g": "ĝğġģǥǧǵḡ", "h": "ĥħȟḣḥḧḩḫẖ", "i": "ìíîïĩīĭįıǐȉȋịỉḭḯ", "ij": "ĳ",
		"j": "ĵǰ", "k": "ķĸǩḱḳḵ", "l": "ĺļľŀłḷḹḻḽ", "m": "ḿṁṃ", "n": "ñńņňŉŋǹṅṇṉṋ",
		"o": "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱọỏốồổỗộớờởỡợṍṏṑṓº", "oe": "œ", "p": "ṕṗ", "r": "ŕŗřȑȓṙṛṝṟ",
		"s": "śŝşšșſṡṣṥṧṩ", "ss": "ß", "t": "ţťŧțṫṭṯṱẗ", "th": "þ", "u": "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựṳṵṷṹṻ",
		"v": "ṽṿ", "w": "ŵẁẃẅẇẉẘ", "x": "ẋẍ", "y": "ýÿŷȳẏỳỵỷỹẙ", "z": "źżžẑẓẕ",
	} {
		for _, r := range accented {
			out[r] = plain
		}
	}
	for _, pair := range strings.Fields("α:a ά:a β:v γ:g δ:d ε:e έ:e ζ:z η:i ή:i θ:th ι:i ί:i ϊ:i ΐ:i κ:k λ:l μ:m ν:n ξ:x ο:o ό:o " +
		"π:p ρ:r σ:s ς:s τ:t υ:y ύ:y ϋ:y ΰ:y φ:f χ:ch ψ:ps ω:o ώ:o " +
		"а:a б:b в:v г:g ґ:g д:d ђ:dj е:e ё:e є:ie ж:zh з:z и:i і:i ї:i й:i ј:j к:k л:l љ:lj м:m н:n њ:nj о:o п:p р:r с:s т:t " +
		"ћ:c у:u ў:u ф:f х:kh ц:ts ч:ch џ:dz ш:sh щ:shch ы:y э:e ю:iu я:ia ъ: ь:") {
		r, letters, _ := strings.Cut(pair, ":")
		out[[]rune(r)[0]] = letters
	}
	return out
}()
