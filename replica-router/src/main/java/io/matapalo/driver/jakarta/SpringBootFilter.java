package io.matapalo.driver.jakarta;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Puts the filter in front of others in the servers that Spring Boot 3 and 4 embed, because those
 * run no servlet initialisers. Spring Boot finds it by the file {@code META-INF/spring/….imports}
 * of the jar; without Spring nobody loads it. Stateless. Spring Boot reference, "Creating Your Own
 * Auto-configuration".
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "jakarta.servlet.Filter")
public final class SpringBootFilter {

  /** For Spring. */
  public SpringBootFilter() {}

  /** The filter on all paths, under the name that the initialiser gives it. */
  @Bean
  public FilterRegistrationBean<RecorderFilter> matapaloRecorder() {
    FilterRegistrationBean<RecorderFilter> filter =
        new FilterRegistrationBean<>(new RecorderFilter());
    filter.setName(RecorderInitializer.FILTER_NAME);
    filter.addUrlPatterns("/*");
    filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    // In a server that is not embedded the initialiser may have been first.
    filter.setIgnoreRegistrationFailure(true);
    return filter;
  }
}
