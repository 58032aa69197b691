package io.matapalo.testkit.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Set;

/** Tells classes whose length others decide: those that implement interfaces of JDBC. Stateless. */
final class Jdbc {
  private static final Set<String> INTERFACES =
      Set.of(
          "Connection",
          "Statement",
          "PreparedStatement",
          "CallableStatement",
          "ResultSet",
          "DatabaseMetaData",
          "Driver",
          "DataSource");

  private Jdbc() {}

  static boolean isImplementedBy(ClassTree type, CompilationUnitTree unit) {
    return type.getImplementsClause().stream()
        .map(Tree::toString)
        .anyMatch(name -> isJdbc(name, unit));
  }

  static boolean isImplementedIn(CompilationUnitTree unit) {
    return unit.getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .anyMatch(type -> isImplementedBy((ClassTree) type, unit));
  }

  private static boolean isJdbc(String name, CompilationUnitTree unit) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    if (!INTERFACES.contains(simple)) {
      return false;
    }
    List<String> imports =
        unit.getImports().stream().map(one -> one.getQualifiedIdentifier().toString()).toList();
    return name.equals("java.sql." + simple)
        || name.equals("javax.sql." + simple)
        || imports.contains("java.sql." + simple)
        || imports.contains("javax.sql." + simple)
        || imports.contains("java.sql.*");
  }
}
