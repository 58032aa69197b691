import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * One class to generate.
 *
 * @param name of the class, with its package
 * @param of the JDBC interface, with its package
 * @param head the text of the class from its Javadoc to its constructor
 * @param rules lines of methods, way and hook; the first that matches a method holds
 */
record Delegate(String name, String of, String head, String rules) {

  private static final String QUALIFIER = "\\b([a-z]+\\.)+(?=[A-Z])";
  private static final String IMPORTS =
      """
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.sql.*;
      import java.sql.Date;
      import java.util.*;
      import java.util.logging.Logger;
      import org.jspecify.annotations.Nullable;

      """;

  /** Of methods whose names, or whose results and names, match. */
  private record Rule(Pattern methods, Way way, String hook) {

    static Rule parse(String line) {
      String[] parts = line.split(" +");
      return new Rule(
          Pattern.compile(parts[0]), Way.valueOf(parts[1]), parts.length > 2 ? parts[2] : "");
    }

    boolean matches(ExecutableElement method) {
      String name = method.getSimpleName().toString();
      return methods.matcher(name).matches()
          || methods.matcher(method.getReturnType() + " " + name).matches();
    }
  }

  /** How a call is handed on to what the hook, a method written by hand, gives. */
  private enum Way {
    /** At once. */
    DIRECT,
    /**
     * No statement, but drivers may ask the server for it: the transaction is told of a failure.
     */
    ASIDE,
    /** Sent to the server: the transaction is told of success and failure. */
    EXECUTED,
    /** Reads the answer to what was sent: the transaction is told of a failure. */
    READ,
    /** Sent to the server, and told to the recorder with its text, its result and its time. */
    COUNTED,
    /** Gives the server a value, of which the recorder keeps a hash. */
    BOUND,
    /** What the driver makes is wrapped by the hook. */
    WRAPPED,
    /** As before; the hook is given the text that it is made of. */
    MADE,
    /** The hook is told afterwards, with the text if there is one. */
    NOTED,
    /** The hook makes the call. */
    WITHIN,
    /**
     * The application's value is kept for whatever node comes; before there is one, it is asked.
     */
    KEPT,
    /** Not generated. */
    BY_HAND
  }

  /** The source of the class, with the methods that {@code elements} has. */
  String source(Elements elements) {
    String methods =
        ElementFilter.methodsIn(elements.getAllMembers(elements.getTypeElement(of))).stream()
            .filter(method -> method.getEnclosingElement().getKind().isInterface())
            .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
            .sorted(Comparator.comparing(ExecutableElement::toString))
            .map(method -> textOf(method, elements.isDeprecated(method)))
            .collect(joining());
    return "package "
        + name.substring(0, name.lastIndexOf('.'))
        + ";\n"
        + IMPORTS
        + head
        + methods.replaceAll(QUALIFIER, "")
        + "}\n";
  }

  private String textOf(ExecutableElement method, boolean isDeprecated) {
    Rule rule =
        rules.lines().map(Rule::parse).filter(one -> one.matches(method)).findFirst().orElseThrow();
    if (rule.way() == Way.BY_HAND) {
      return "";
    }
    var variables = method.getTypeParameters();
    String text =
        """
        %s@Override
        public %s%s %s(%s)%s {
        %s}
        """
            .formatted(
                isDeprecated ? "@Deprecated " : "",
                variables.isEmpty() ? "" : "<" + variables + "> ",
                result(method.getReturnType(), rule.way()),
                method.getSimpleName(),
                method.getParameters().stream()
                    .map(parameter -> parameter.asType() + " " + parameter)
                    .collect(joining(", ")),
                method.getThrownTypes().isEmpty() ? "" : " throws " + method.getThrownTypes(),
                body(method, rule).indent(2));
    return "\n" + text.indent(2);
  }

  private static String result(TypeMirror type, Way way) {
    boolean isOfTheDriver = !List.of(Way.WITHIN, Way.EXECUTED, Way.COUNTED, Way.MADE).contains(way);
    if (!isOfTheDriver || type.getKind().isPrimitive() || type.getKind() == TypeKind.VOID) {
      return type.toString();
    }
    return type instanceof ArrayType array
        ? array.getComponentType() + " @Nullable []"
        : "@Nullable " + type;
  }

  private String body(ExecutableElement method, Rule rule) {
    String result = method.getReturnType().toString();
    boolean isVoid = method.getReturnType().getKind() == TypeKind.VOID;
    String name = method.getSimpleName().toString();
    String call = ".%s(%s)".formatted(name, method.getParameters());
    return switch (rule.way()) {
      case BY_HAND -> "";
      case DIRECT -> (isVoid ? "" : "return ") + rule.hook() + "()" + call + ";";
      case ASIDE -> aside((isVoid ? "" : "return ") + rule.hook() + "()" + call + ";");
      case WITHIN ->
          isVoid
              ? rule.hook() + "(on -> { on" + call + "; return null; });"
              : "return " + rule.hook() + "(on -> on" + call + ");";
      case KEPT ->
          isVoid
              ? "set(values().with(%s, %s));".formatted(kept(name), method.getParameters())
              : "Object kept = values().get(%s);\n".formatted(kept(name))
                  + aside(
                      "return kept == null ? %s() %s : (%s) kept;"
                          .formatted(rule.hook(), call, result));
      case READ ->
          """
          %s on = %s();
          try {
            return %s;
          } catch (SQLException e) {
            throw failedLater(e);
          }
          """
              .formatted(of, rule.hook(), wrapped("on" + call, result));
      case EXECUTED -> executed(rule.hook(), "on" + call, result);
      case COUNTED -> counted(rule.hook(), text(method, "text()"), call, result);
      case BOUND -> rule.hook() + "()" + call + ";\n" + bound(method) + ";";
      case WRAPPED -> "return " + rule.hook() + "(target()" + call + ");";
      case MADE -> "return " + rule.hook() + "(target()" + call + ", " + text(method, "") + ");";
      case NOTED -> "target()%s;\n%s(%s);".formatted(call, rule.hook(), text(method, ""));
    };
  }

  /** The statement's text that is given to the method, or {@code none}. */
  private static String text(ExecutableElement method, String none) {
    var parameters = method.getParameters();
    boolean isGiven =
        !parameters.isEmpty() && parameters.get(0).asType().toString().endsWith("String");
    return isGiven ? parameters.get(0).toString() : none;
  }

  private static String bound(ExecutableElement method) {
    var parameters = method.getParameters();
    boolean isNull = method.getSimpleName().contentEquals("setNull");
    return "bound(%s, %s)".formatted(parameters.get(0), isNull ? "null" : parameters.get(1));
  }

  private static String counted(String hook, String text, String call, String result) {
    boolean isRows = result.equals("java.sql.ResultSet");
    boolean isBatch = result.endsWith("[]");
    String told = (isBatch ? "batched(" : hook + "(" + text + ", ") + "result, began)";
    return """
    long began = NanoTime.now();
    try {
      %s result = target()%s;
      %s
    } catch (SQLException e) {
      throw %s;
    }
    """
        .formatted(
            result,
            call,
            isRows ? "return " + told + ";" : told + ";\n  return result;",
            isBatch ? "batchFailed(e, began)" : "failed(" + text + ", e, began)");
  }

  private static String aside(String handedOn) {
    return """
    try {
      %s
    } catch (SQLException e) {
      throw failedAside(e);
    }
    """
        .formatted(handedOn);
  }

  private String executed(String hook, String call, String result) {
    boolean isVoid = result.equals("void");
    return """
    %s on = %s();
    try {
      %s%s;
      executed();%s
    } catch (SQLException e) {
      throw failed(e);
    }
    """
        .formatted(
            of,
            hook,
            isVoid ? "" : result + " result = ",
            call,
            isVoid ? "" : "\n  return " + wrapped("result", result) + ";");
  }

  /** The constant for the property of a getter or setter. */
  private static String kept(String accessor) {
    String words = accessor.substring(3).replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return "SessionValues.Setting." + words.toUpperCase(Locale.ROOT);
  }

  private static String wrapped(String value, String type) {
    return type.equals("java.sql.ResultSet") ? "results(" + value + ")" : value;
  }
}
