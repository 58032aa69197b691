package io.matapalo.recorder;

import java.util.List;

/** Tells application classes from those of frameworks, drivers and generated proxies. Immutable. */
record ApplicationCode(List<String> prefixes) {

  private static final List<String> FRAMEWORKS =
      List.of(
          "java.",
          "javax.",
          "jakarta.",
          "jdk.",
          "sun.",
          "com.sun.",
          "org.hibernate.",
          "org.eclipse.persistence.",
          "org.jboss.",
          "org.wildfly.",
          "io.undertow.",
          "org.xnio.",
          "io.smallrye.",
          "org.apache.",
          "com.zaxxer.",
          "com.mchange.",
          "com.alibaba.druid.",
          "io.agroal.",
          "io.quarkus.",
          "io.vertx.",
          "io.netty.",
          "io.helidon.",
          "org.eclipse.jetty.",
          "org.jdbi.",
          "net.ttddyy.",
          "net.bytebuddy.",
          "com.mysql.",
          "org.mariadb.",
          "org.springframework.",
          "org.junit.",
          "org.testng.",
          "io.matapalo.router.",
          "io.matapalo.driver.",
          "io.matapalo.recorder.",
          "io.matapalo.jvm.");
  private static final List<String> GENERATED =
      List.of("$$", "$Proxy", "HibernateProxy", "$ByteBuddy", "_WeldSubclass", "_Subclass");

  static ApplicationCode of(List<String> prefixes) {
    return new ApplicationCode(List.copyOf(prefixes));
  }

  boolean includes(String className) {
    if (GENERATED.stream().anyMatch(className::contains)) {
      return false;
    }
    return prefixes.isEmpty()
        ? FRAMEWORKS.stream().noneMatch(className::startsWith)
        : prefixes.stream().anyMatch(className::startsWith);
  }
}
