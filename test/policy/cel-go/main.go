// Evaluates the expressions of policies with cel-go, the reference implementation: the second opinion of the tests.
// It reads {"expressions": [...], "worlds": [...]} and prints, for each world, one letter for each expression: T (true),
// F (false) or E (error).
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
)

type input struct {
	Expressions []string         `json:"expressions"`
	Worlds      []map[string]any `json:"worlds"`
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		fail(err)
	}
	env, err := environment()
	if err != nil {
		fail(err)
	}
	var programs []cel.Program
	for _, text := range in.Expressions {
		ast, issues := env.Compile(text)
		if issues.Err() != nil {
			fail(fmt.Errorf("%s: %w", text, issues.Err()))
		}
		program, err := env.Program(ast)
		if err != nil {
			fail(err)
		}
		programs = append(programs, program)
	}
	for _, world := range in.Worlds {
		values := whole(world).(map[string]any)
		if text, isText := values["now"].(string); isText {
			now, err := time.Parse(time.RFC3339, text)
			if err != nil {
				fail(err)
			}
			values["now"] = now
		}
		var line strings.Builder
		for _, program := range programs {
			line.WriteString(letter(program, values))
		}
		fmt.Println(line.String())
	}
}

func letter(program cel.Program, values map[string]any) string {
	result, _, err := program.Eval(values)
	if err != nil {
		return "E"
	}
	if result == types.True {
		return "T"
	}
	return "F"
}

func environment() (*cel.Env, error) {
	record := cel.MapType(cel.StringType, cel.DynType)
	texts := cel.MapType(cel.StringType, cel.StringType)
	return cel.NewEnv(
		ext.Strings(),
		cel.Variable("connector", record),
		cel.Variable("live", cel.DynType),
		cel.Variable("change", record),
		cel.Variable("plan", record),
		cel.Variable("cluster", record),
		cel.Variable("now", cel.TimestampType),
		cel.Function("get", cel.MemberOverload("get_text", []*cel.Type{texts, cel.StringType, cel.StringType}, cel.StringType,
			cel.FunctionBinding(func(args ...ref.Val) ref.Val {
				if found, ok := args[0].(traits.Mapper).Find(args[1]); ok {
					return found
				}
				return args[2]
			}))),
		cel.Function("list", cel.MemberOverload("list_texts", []*cel.Type{texts, cel.StringType}, cel.ListType(cel.StringType),
			cel.BinaryBinding(func(from ref.Val, key ref.Val) ref.Val {
				parts := []string{}
				if found, ok := from.(traits.Mapper).Find(key); ok {
					for _, part := range strings.Split(string(found.(types.String)), ",") {
						if part = strings.TrimSpace(part); part != "" {
							parts = append(parts, part)
						}
					}
				}
				return types.DefaultTypeAdapter.NativeToValue(parts)
			}))),
	)
}

// JSON has no whole numbers, and CEL tells them apart.
func whole(value any) any {
	switch known := value.(type) {
	case float64:
		return int64(known)
	case map[string]any:
		for key, one := range known {
			known[key] = whole(one)
		}
	case []any:
		for index, one := range known {
			known[index] = whole(one)
		}
	}
	return value
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
