package settings

import (
	"fmt"
	"math"
	"net"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"overlord/web/api"
)

var durationType = reflect.TypeFor[time.Duration]()

var (
	stringDecoder = decoder{wants: "text", set: func(text string, target reflect.Value) error {
		target.SetString(text)
		return nil
	}}
	boolDecoder = decoder{wants: "true or false", bare: "true", set: setBool}
	intDecoder  = decoder{wants: "a whole number", set: func(text string, target reflect.Value) error {
		n, err := strconv.ParseInt(text, 10, target.Type().Bits())
		target.SetInt(n)
		return err
	}}
	uintDecoder = decoder{wants: "a whole number, not negative", set: func(text string, target reflect.Value) error {
		n, err := strconv.ParseUint(text, 10, target.Type().Bits())
		target.SetUint(n)
		return err
	}}
	floatDecoder = decoder{wants: "a number", set: func(text string, target reflect.Value) error {
		f, err := strconv.ParseFloat(text, target.Type().Bits())
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%q is no finite number", text)
		}
		target.SetFloat(f)
		return err
	}}
	durationDecoder = decoder{wants: "a duration such as 30s, 5m, 24h or 90d", set: func(text string, target reflect.Value) error {
		d, err := api.ParseDuration(text)
		target.SetInt(int64(d))
		return err
	}}
	retentionDecoder = decoder{wants: "a duration such as 90d, or keep", set: setRetention}
	addrDecoder      = decoder{wants: "an address such as 127.0.0.1:8770 or :8770", set: setAddr}
	urlDecoder       = decoder{wants: "an address such as https://overlord.example", set: setURL}
	bytesDecoder     = decoder{wants: "a size such as 65536, 64KiB, 16MiB or 4GiB", set: func(text string, target reflect.Value) error {
		n, err := parseBytes(text)
		target.SetInt(n)
		return err
	}}
)

// kindDecoder is the decoder of a Go type that has no opinion of its own.
func kindDecoder(t reflect.Type) (decoder, bool) {
	switch k := t.Kind(); {
	case t == durationType:
		return durationDecoder, true
	case k == reflect.String:
		return stringDecoder, true
	case k == reflect.Bool:
		return boolDecoder, true
	case reflect.Int <= k && k <= reflect.Int64:
		return intDecoder, true
	case reflect.Uint <= k && k <= reflect.Uint64:
		return uintDecoder, true
	case k == reflect.Float32 || k == reflect.Float64:
		return floatDecoder, true
	}
	return decoder{}, false
}

func setBool(text string, target reflect.Value) error {
	switch strings.ToLower(text) {
	case "1", "true", "t", "yes", "y", "on":
		target.SetBool(true)
	case "0", "false", "f", "no", "n", "off":
		target.SetBool(false)
	default:
		return fmt.Errorf("%q is neither true nor false", text)
	}
	return nil
}

// setRetention reads how long something is kept; keep is 0.
func setRetention(text string, target reflect.Value) error {
	if strings.EqualFold(text, "keep") {
		target.SetInt(0)
		return nil
	}
	d, err := api.ParseDuration(text)
	if err == nil && d <= 0 {
		err = fmt.Errorf("nothing is kept for %s", text)
	}
	target.SetInt(int64(d))
	return err
}

// setAddr checks an address to listen on: host:port, the host optional.
func setAddr(text string, target reflect.Value) error {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return err
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return err
	}
	if strings.ContainsAny(host, " /@?#") {
		return fmt.Errorf("%q is no host", host)
	}
	target.SetString(text)
	return nil
}

// setURL checks the address of a site and takes a slash off its end.
func setURL(text string, target reflect.Value) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return err
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.RawQuery != "", u.Fragment != "":
		return fmt.Errorf("%q is no address of a site", text)
	}
	target.SetString(strings.TrimSuffix(text, "/"))
	return nil
}

// units of sizes; each is 1024 of the one before. Decimal units are not taken:
// whoever writes 4GB means what 4GiB says, to within what a bound needs.
var units = []string{"", "K", "M", "G", "T"}

// parseBytes reads a size in bytes, with an optional unit: 65536, 64KiB, 4G, 1.5GiB.
func parseBytes(text string) (int64, error) {
	number := strings.TrimRight(text, "BIKMGTbikmgt ")
	unit := strings.ToUpper(strings.TrimSpace(text[len(number):]))
	unit = strings.TrimSuffix(strings.TrimSuffix(unit, "B"), "I")
	f, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, err
	}
	for _, u := range units {
		if u == unit {
			if f < 0 || !(f < 1<<62) {
				return 0, fmt.Errorf("%s is out of range", text)
			}
			return int64(f), nil
		}
		f *= 1024
	}
	return 0, fmt.Errorf("%q is no unit", unit)
}

// formatBytes writes a size the short way that parseBytes reads.
func formatBytes(n int64) string {
	i := 0
	for n != 0 && n%1024 == 0 && i < len(units)-1 {
		n /= 1024
		i++
	}
	if i == 0 {
		return strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10) + units[i] + "iB"
}
