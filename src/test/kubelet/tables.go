// Command tables reads the sources of several versions of kubelet, as their Go modules, and writes what
// nodeready knows of each: the fields of its configuration, its flags, and its feature gates, by version. It builds
// nothing of Kubernetes. CONTRIBUTING.md says when to run it; it is never shipped.
//
//	go run src/test/kubelet/tables.go FOLDER v1.28.15 v1.29.6 …
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// table holds a word for each name and minor version.
type table map[string]map[int]string

func (t table) put(name string, minor int, word string) {
	if t[name] == nil {
		t[name] = map[int]string{}
	}
	t[name][minor] = word
}

func main() {
	folder, versions := os.Args[1], os.Args[2:]
	fields, flags, gates := table{}, table{}, table{}
	var minors []int
	for _, version := range versions {
		release := source{version: version}
		minors = append(minors, release.minor())
		release.fields(fields)
		release.flags(flags, fields)
		release.gates(gates)
	}
	for name, t := range map[string]table{"fields": fields, "flags": flags, "gates": gates} {
		check(os.WriteFile(filepath.Join(folder, name+".txt"), t.text(minors, versions), 0o644))
	}
}

// text is one line for each name: the ranges of minor versions that have it, each with its word.
func (t table) text(minors []int, versions []string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# By src/test/kubelet/tables.go, of %s.\n", strings.Join(versions, " "))
	names := []string{}
	for name := range t {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		out.WriteString(name)
		for i := 0; i < len(minors); {
			word, last := t[name][minors[i]], i
			for last+1 < len(minors) && t[name][minors[last+1]] == word {
				last++
			}
			if word != "" {
				fmt.Fprintf(&out, " %d-%d:%s", minors[i], minors[last], word)
			}
			i = last + 1
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// source is one release of Kubernetes.
type source struct {
	version string
}

func (s source) minor() int {
	minor, err := strconv.Atoi(strings.Split(s.version, ".")[1])
	check(err)
	return minor
}

// folder is where a module of this release lies, fetched if need be.
func (s source) folder(module string) string {
	version := s.version
	if module != "k8s.io/kubernetes" {
		version = "v0" + strings.TrimPrefix(version, "v1")
	}
	out, err := exec.Command("go", "mod", "download", "-json", module+"@"+version).Output()
	check(err)
	var found struct{ Dir string }
	check(json.Unmarshal(out, &found))
	return found.Dir
}

func (s source) parse(module string, paths ...string) []*ast.File {
	var files []*ast.File
	for _, path := range paths {
		matches, _ := filepath.Glob(filepath.Join(s.folder(module), path))
		for _, match := range matches {
			if strings.HasSuffix(match, "_test.go") || strings.Contains(match, "zz_generated") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), match, nil, 0)
			check(err)
			files = append(files, file)
		}
	}
	return files
}

// Fields.

type types struct {
	structs map[string]*ast.StructType
	names   map[string]ast.Expr
}

func (s source) fields(t table) {
	known := types{map[string]*ast.StructType{}, map[string]ast.Expr{}}
	known.collect(s.parse("k8s.io/kubelet", "config/v1beta1/types.go"))
	known.collect(s.parse("k8s.io/component-base", "logs/api/v1/types.go", "tracing/api/v1/types.go"))
	known.collectTaint(s.parse("k8s.io/api", "core/v1/types.go"))
	known.members(known.structs["KubeletConfiguration"], "", func(path, word string) { t.put(path, s.minor(), word) })
}

func (k types) collect(files []*ast.File) {
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.TypeSpec); ok {
				if structure, ok := spec.Type.(*ast.StructType); ok {
					k.structs[spec.Name.Name] = structure
				} else {
					k.names[spec.Name.Name] = spec.Type
				}
			}
			return true
		})
	}
}

func (k types) collectTaint(files []*ast.File) {
	all := types{map[string]*ast.StructType{}, map[string]ast.Expr{}}
	all.collect(files)
	k.structs["Taint"] = all.structs["Taint"]
	k.names["TaintEffect"] = all.names["TaintEffect"]
	k.names["ResourceList"] = all.names["ResourceList"]
}

func (k types) members(structure *ast.StructType, path string, tell func(path, word string)) {
	for _, field := range structure.Fields.List {
		name := ""
		if field.Tag != nil {
			tag, _ := strconv.Unquote(field.Tag.Value)
			name, _, _ = strings.Cut(reflect.StructTag(tag).Get("json"), ",")
		}
		word, inner := k.word(field.Type)
		switch {
		case len(field.Names) == 0 && word == "TypeMeta":
			tell("kind", "string")
			tell("apiVersion", "string")
		case len(field.Names) == 0 && inner != nil:
			k.members(inner, path, tell)
		case name != "" && name != "-":
			tell(path+name, word)
			if inner != nil {
				k.members(inner, path+name+strings.Repeat("[]", strings.Count(word, "list:"))+".", tell)
			}
		}
	}
}

// word names a type, and gives the struct at its bottom.
func (k types) word(expr ast.Expr) (string, *ast.StructType) {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return k.word(e.X)
	case *ast.ArrayType:
		word, inner := k.word(e.Elt)
		return "list:" + word, inner
	case *ast.MapType:
		word, inner := k.word(e.Value)
		return "map:" + word, inner
	case *ast.SelectorExpr:
		return k.named(e.Sel.Name)
	case *ast.Ident:
		return k.named(e.Name)
	}
	panic(fmt.Sprintf("type %T", expr))
}

func (k types) named(name string) (string, *ast.StructType) {
	switch name {
	case "Duration", "Quantity", "Time":
		return strings.ToLower(name), nil
	case "QuantityValue":
		return "quantity", nil
	case "TimeOrMetaDuration":
		return "duration-or-number", nil
	case "TypeMeta":
		return name, nil
	}
	if structure := k.structs[name]; structure != nil {
		return "object", structure
	}
	if other := k.names[name]; other != nil {
		return k.word(other)
	}
	return name, nil
}

// Flags.

func (s source) flags(t, fields table) {
	files := s.parse("k8s.io/kubernetes", "cmd/kubelet/app/options/options.go", "cmd/kubelet/app/options/globalflags.go",
		"cmd/kubelet/app/options/globalflags_linux.go", "cmd/kubelet/app/options/globalflags_providers.go",
		"pkg/kubelet/config/flags.go")
	files = append(files, s.parse("k8s.io/component-base", "logs/api/v1/options.go", "version/verflag/verflag.go")...)
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				s.flag(call, t, fields)
			}
			return true
		})
	}
	t.put("help", s.minor(), "bool/h>-")
	t.put("version", s.minor(), "version>-")
}

func (s source) flag(call *ast.CallExpr, t, fields table) {
	name := texts(call.Args)
	if callee, ok := call.Fun.(*ast.Ident); ok && strings.Contains(strings.ToLower(callee.Name), "register") && len(name) > 0 {
		t.put(strings.ReplaceAll(name[0], "_", "-"), s.minor(), globalKind(name[0])+">-")
		return
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 3 || !(strings.HasSuffix(method.Sel.Name, "Var") || method.Sel.Name == "VarP") {
		return
	}
	flag := text(call.Args[1])
	if flag == "" {
		return
	}
	kind := strings.ToLower(strings.TrimSuffix(method.Sel.Name, "Var"))
	if kind == "" || kind == "varp" {
		kind = custom(call.Args[0])
	}
	if method.Sel.Name == "VarP" {
		kind += "/" + text(call.Args[2])
	}
	t.put(flag, s.minor(), kind+">"+s.field(call.Args[0], fields))
}

func custom(expr ast.Expr) string {
	kind := "string"
	ast.Inspect(expr, func(node ast.Node) bool {
		if ident, ok := node.(*ast.Ident); ok {
			for _, word := range []string{"NewMapStringStringNoSplit", "NewMapStringString", "NewMapStringBool", "NewLangleSeparatedMapStringString",
				"ConfigurationMap", "ReservedMemoryVar", "RegisterWithTaintsVar", "VerbosityLevelPflag", "VModuleConfigurationPflag", "InfoBufferSize", "bindableNodeLabels"} {
				if ident.Name == word {
					kind = map[string]string{"NewMapStringString": "map", "NewMapStringStringNoSplit": "map", "NewMapStringBool": "boolmap",
						"NewLangleSeparatedMapStringString": "lessmap", "ConfigurationMap": "labels", "bindableNodeLabels": "labels", "ReservedMemoryVar": "memory",
						"RegisterWithTaintsVar": "taints", "VerbosityLevelPflag": "level", "VModuleConfigurationPflag": "vmodule", "InfoBufferSize": "quantity"}[word]
				}
			}
		}
		return true
	})
	return kind
}

// globalKind is the type of a flag that cAdvisor registers.
func globalKind(name string) string {
	switch name {
	case "enable_load_reader", "log_cadvisor_usage", "storage_driver_secure":
		return "bool"
	case "housekeeping_interval", "global_housekeeping_interval", "storage_driver_buffer_duration":
		return "duration"
	case "application_metrics_count_limit":
		return "int"
	}
	return "string"
}

// field is the path of the field that a flag sets; - where it is none of the configuration's.
func (s source) field(expr ast.Expr, fields table) string {
	found := "-"
	ast.Inspect(expr, func(node ast.Node) bool {
		if found != "-" {
			return false
		}
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		path := strings.TrimSuffix(dotted(selector), ".Duration")
		root, rest, _ := strings.Cut(strings.TrimSuffix(path, ".Duration"), ".")
		if root != "c" {
			return true
		}
		if strings.EqualFold(rest, "ResolverConfig") {
			rest = "resolvConf"
		}
		for name, minors := range fields {
			for _, candidate := range []string{rest, "logging." + rest} {
				if strings.EqualFold(name, candidate) && minors[s.minor()] != "" {
					found = name
				}
			}
		}
		return found == "-"
	})
	return found
}

func dotted(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.SelectorExpr:
		return dotted(e.X) + "." + e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

func texts(args []ast.Expr) []string {
	var found []string
	for _, arg := range args {
		if t := text(arg); t != "" {
			found = append(found, t)
		}
	}
	return found
}

func text(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.BasicLit:
		value, _ := strconv.Unquote(e.Value)
		return value
	case *ast.Ident:
		if e.Name == "LogFlushFreqFlagName" {
			return "log-flush-frequency"
		}
	case *ast.SelectorExpr:
		switch e.Sel.Name {
		case "LogFlushFreqFlagName":
			return "log-flush-frequency"
		case "HousekeepingInterval":
			return "housekeeping_interval"
		}
	}
	return ""
}

// Feature gates.

func (s source) gates(t table) {
	files := s.parse("k8s.io/kubernetes", "pkg/features/*.go")
	files = append(files, s.parse("k8s.io/apiserver", "pkg/features/*.go")...)
	files = append(files, s.parse("k8s.io/component-base", "logs/api/v1/kube_features.go", "zpages/features/*.go", "metrics/features/*.go")...)
	files = append(files, s.parse("k8s.io/controller-manager", "pkg/features/*.go")...)
	files = append(files, s.parse("k8s.io/client-go", "features/*.go")...)
	constants := map[string]string{"allAlphaGate": "AllAlpha", "allBetaGate": "AllBeta"}
	for _, file := range append(files, s.parse("k8s.io/apiextensions-apiserver", "pkg/features/*.go")...) {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				if name := constant(spec.Values[0]); name != "" {
					constants[spec.Names[0].Name] = name
				}
			}
			return true
		})
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			literal, ok := node.(*ast.CompositeLit)
			if mapped, isMap := typeOf(literal, ok).(*ast.MapType); isMap && strings.HasSuffix(typeName(mapped.Key), "Feature") {
				s.specs(literal, constants, t)
			}
			return true
		})
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok && spec.Names[0].Name == "defaultKubernetesFeatureGateDependencies" {
				s.needs(spec.Values[0].(*ast.CompositeLit), constants, t)
			}
			return true
		})
	}
	t.put("AllAlpha", s.minor(), "off")
	t.put("AllBeta", s.minor(), "off")
}

// constant is the text of a constant, also of one that is converted to a type of its own.
func constant(expr ast.Expr) string {
	if call, ok := expr.(*ast.CallExpr); ok && len(call.Args) == 1 {
		return text(call.Args[0])
	}
	return text(expr)
}

// needs adds to each gate those without which it cannot be on; kubelet has checked that since 1.35.
func (s source) needs(literal *ast.CompositeLit, constants map[string]string, t table) {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		var others []string
		if list, ok := pair.Value.(*ast.CompositeLit); ok {
			for _, other := range list.Elts {
				others = append(others, constants[typeName(other)])
			}
		}
		if name := constants[typeName(pair.Key)]; name != "" && len(others) > 0 && t[name][s.minor()] != "" {
			t.put(name, s.minor(), t[name][s.minor()]+">"+strings.Join(others, ","))
		}
	}
}

func typeOf(literal *ast.CompositeLit, ok bool) ast.Expr {
	if !ok {
		return nil
	}
	return literal.Type
}

func typeName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func (s source) specs(literal *ast.CompositeLit, constants map[string]string, t table) {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name := constants[typeName(pair.Key)]
		value, ok := pair.Value.(*ast.CompositeLit)
		if name == "" || !ok {
			continue
		}
		if word := s.state(value); word != "" {
			t.put(name, s.minor(), word)
		}
	}
}

// state is on or off by default, and in capitals where that cannot be changed.
func (s source) state(value *ast.CompositeLit) string {
	word, newest := "", -1
	for _, element := range value.Elts {
		if spec, ok := element.(*ast.CompositeLit); ok {
			if since := introduced(spec); since <= s.minor() && since >= newest {
				word, newest = single(spec), since
			}
		}
	}
	if newest < 0 && slices.ContainsFunc(value.Elts, func(e ast.Expr) bool { _, ok := e.(*ast.KeyValueExpr); return ok }) {
		return single(value)
	}
	return word
}

func introduced(spec *ast.CompositeLit) int {
	minor := 0
	ast.Inspect(spec, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if _, after, found := strings.Cut(text(literal), "."); found {
				minor, _ = strconv.Atoi(after)
			}
		}
		return true
	})
	return minor
}

func single(spec *ast.CompositeLit) string {
	word, locked := "off", false
	for _, element := range spec.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		isTrue := typeName(pair.Value) == "true"
		switch typeName(pair.Key) {
		case "Default":
			if isTrue {
				word = "on"
			}
		case "LockToDefault":
			locked = isTrue
		}
	}
	if locked {
		return strings.ToUpper(word)
	}
	return word
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "tables:", err)
		os.Exit(1)
	}
}
