package com.turnstile.it;

import org.jboss.arquillian.container.spi.client.deployment.DeploymentScenario;
import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.impl.client.deployment.event.GenerateDeployment;
import org.jboss.arquillian.core.api.Event;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.arquillian.test.spi.annotation.ClassScoped;

/**
 * Leaves what a test class had deployed in the server for the next one that inherits the same
 * deployment: to deploy the WAR anew takes as long as all tests of many a class. {@link
 * ByDeployment} brings such classes together. Confined to the thread of the tests.
 */
public final class SharedDeployments implements LoadableExtension {

  @Inject @ClassScoped private InstanceProducer<DeploymentScenario> scenario;
  @Inject private Event<UnDeployManagedDeployments> undeployments;

  private DeploymentScenario deployed;
  private Class<?> owner;

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(SharedDeployments.class);
  }

  /** Where the method of a test class stands that makes its deployment. */
  static Class<?> ownerOf(TestClass test) {
    return test.getMethods(Deployment.class)[0].getDeclaringClass();
  }

  void generate(@Observes EventContext<GenerateDeployment> event) {
    Class<?> wanted = ownerOf(event.getEvent().getTestClass());
    if (!wanted.equals(owner)) {
      endDeployed();
      event.proceed();
      deployed = scenario.get();
      owner = wanted;
    } else {
      scenario.set(deployed);
    }
  }

  private void endDeployed() {
    if (deployed != null) {
      scenario.set(deployed);
      owner = null;
      undeployments.fire(new UnDeployManagedDeployments());
    }
  }

  void deploy(@Observes EventContext<DeployManagedDeployments> event) {
    if (deployed.deployedDeployments().isEmpty()) {
      event.proceed();
    }
  }

  /** At the end of a class nothing is undeployed; the server's end undeploys the last. */
  void undeploy(@Observes EventContext<UnDeployManagedDeployments> event) {
    if (owner == null) {
      event.proceed();
    }
  }
}
