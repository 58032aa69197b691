package io.matapalo.driver.jakarta;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the filter in front of an application's others, at its start. Stateless. */
public final class RecorderInitializer implements ServletContainerInitializer {

  /** Under which the filter is registered, in every kind of server. */
  static final String FILTER_NAME = "matapalo-recorder";

  /** For the container. */
  public RecorderInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, new RecorderFilter());
    if (filter == null) {
      // The application, or another copy of this jar, has declared one of that name.
      return;
    }
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
  }
}
