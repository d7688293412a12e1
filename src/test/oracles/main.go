// What Go programs of a node make of an input: one JSON object a line on standard input, with the kind and the input
// in base64; one line of text for each on standard output: "ok " and the value, or "no ". Values are written so that
// equal ones are equal texts: texts in hex, floats by their bits, members in the order of their names.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/net/http/httpproxy"
	"sigs.k8s.io/yaml"
)

type question struct {
	Kind  string
	Input []byte
}

var oracles = map[string]func([]byte) (string, error){
	"toml": fromTOML, "yaml": fromYAML, "unpack": unpack, "mime": parts, "proxy": proxy, "cel": maxPods, "cidr": cidr,
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		value, err := safely(oracles[asked.Kind], asked.Input)
		if err != nil {
			fmt.Fprintf(out, "no %q\n", err)
		} else {
			fmt.Fprintln(out, "ok", value)
		}
		out.Flush()
	}
}

func safely(oracle func([]byte) (string, error), input []byte) (value string, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("panic: %v", broken)
		}
	}()
	return oracle(input)
}

func fromTOML(input []byte) (string, error) {
	var tree map[string]any
	if err := toml.Unmarshal(input, &tree); err != nil {
		return "", err
	}
	return text(tree), nil
}

// As apimachinery and nodeadm read YAML: made JSON, of the first document alone.
func fromYAML(input []byte) (string, error) {
	converted, err := yaml.YAMLToJSON(input)
	if err != nil {
		return "", err
	}
	decoder := json.NewDecoder(bytes.NewReader(converted))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "", err
	}
	return text(value), nil
}

func text(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case string:
		return "'" + hex.EncodeToString([]byte(v)) + "'"
	case int64:
		return fmt.Sprint("i", v)
	case float64:
		if math.IsNaN(v) {
			return "nan"
		}
		return fmt.Sprintf("f%016x", math.Float64bits(v))
	case json.Number:
		return "n" + v.String()
	case time.Time:
		return fmt.Sprintf("t%d.%09d", v.Unix(), v.Nanosecond())
	case toml.LocalDate, toml.LocalTime, toml.LocalDateTime:
		return fmt.Sprint("l", v)
	case []any:
		items := make([]string, len(v))
		for at, item := range v {
			items[at] = text(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case map[string]any:
		members := make([]string, 0, len(v))
		for name, member := range v {
			members = append(members, hex.EncodeToString([]byte(name))+":"+text(member))
		}
		sort.Strings(members)
		return "{" + strings.Join(members, ",") + "}"
	}
	panic(fmt.Sprintf("a %T", value))
}

// base64 if all of it is, then gzip if it begins like gzip.
func unpack(input []byte) (string, error) {
	plain, err := unpacked(input)
	return hex.EncodeToString(plain), err
}

func unpacked(input []byte) ([]byte, error) {
	plain := input
	if decoded, err := base64.StdEncoding.DecodeString(string(input)); err == nil && len(decoded) > 0 {
		plain = decoded
	}
	if len(plain) > 2 && plain[0] == 0x1f && plain[1] == 0x8b {
		reader, err := gzip.NewReader(bytes.NewReader(plain))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.LimitReader(reader, 64<<20))
	}
	return plain, nil
}

// The NodeConfigs of a multipart text.
func parts(input []byte) (string, error) {
	message, err := mail.ReadMessage(bytes.NewReader(input))
	if err != nil {
		return "", err
	}
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return "", errors.New("no multipart text")
	}
	var found []string
	reader := multipart.NewReader(message.Body, parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return strings.Join(found, ","), nil
		}
		if err != nil {
			return "", err
		}
		written := part.Header.Get("Content-Type")
		if written == "" {
			continue
		}
		kind, _, err := mime.ParseMediaType(written)
		if err != nil {
			return "", err
		}
		body, err := io.ReadAll(part)
		if err != nil {
			return "", err
		}
		if kind == "application/node.eks.aws" {
			plain, err := unpacked(body)
			if err != nil {
				return "", err
			}
			found = append(found, "'"+hex.EncodeToString(plain)+"'")
		}
	}
}

// Three lines: the proxy, what goes past it, and a URL.
func proxy(input []byte) (string, error) {
	lines := strings.SplitN(string(input), "\n", 3)
	config := httpproxy.Config{HTTPProxy: lines[0], HTTPSProxy: lines[0], NoProxy: lines[1]}
	target, err := url.Parse(lines[2])
	if err != nil {
		return "", err
	}
	chosen, err := config.ProxyFunc()(target)
	if err != nil {
		return "", err
	}
	if chosen == nil {
		return "direct", nil
	}
	return chosen.Scheme + " " + chosen.Host, nil
}

func maxPods(input []byte) (string, error) {
	env, err := cel.NewEnv(
		cel.Variable("default_enis", cel.IntType),
		cel.Variable("ips_per_eni", cel.IntType),
		cel.Variable("max_pods", cel.IntType))
	if err != nil {
		panic(err)
	}
	ast, issues := env.Compile(string(input))
	if issues != nil && issues.Err() != nil {
		return "", issues.Err()
	}
	program, err := env.Program(ast, cel.CostLimit(1_000_000))
	if err != nil {
		return "", err
	}
	value, _, err := program.Eval(map[string]any{"default_enis": 4, "ips_per_eni": 15, "max_pods": 58})
	if err != nil {
		return "", err
	}
	number, ok := value.ConvertToType(types.IntType).Value().(int64)
	if !ok || number <= 0 || number > math.MaxInt32 {
		return "", fmt.Errorf("no number of pods: %v", value)
	}
	return fmt.Sprint(number), nil
}

func cidr(input []byte) (string, error) {
	prefix, err := netip.ParsePrefix(string(input))
	if err != nil {
		return "", err
	}
	return prefix.String(), nil
}
