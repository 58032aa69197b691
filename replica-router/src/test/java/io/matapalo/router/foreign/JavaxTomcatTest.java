package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.digest.Verb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tomcat 9, a container of the older name space, finds the filter by itself: the jar is on its
 * class path, and the application names nothing of it.
 */
final class JavaxTomcatTest {

  @TempDir static Path folder;
  private static Tomcat tomcat;
  private static int port;

  @BeforeAll
  static void start() throws IOException, LifecycleException {
    tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Path application = Files.createDirectories(folder.resolve("application"));
    Context context = tomcat.addContext("/javax", application.toString());
    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    context.addLifecycleListener(config);
    Tomcat.addServlet(context, "counted", new Counted());
    context.addServletMappingDecoded("/*", "counted");
    tomcat.start();
    port = tomcat.getConnector().getLocalPort();
  }

  @AfterAll
  static void stop() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  /** Does what a statement does, without a database. */
  private static final class Counted extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      SqlRecorder.countStatements(Verb.SELECT, 3);
      byte[] body = request.getInputStream().readAllBytes();
      if (request.getRequestURI().endsWith("/text")) {
        response.getWriter().print("text");
      } else if (request.getRequestURI().endsWith("/error")) {
        response.sendError(503);
      } else if (!request.getRequestURI().endsWith("/nothing")) {
        response.getOutputStream().write(body);
        SqlRecorder.countStatements(Verb.UPDATE, 1);
      }
    }
  }

  private static HttpResponse<String> send(String path, String body, String... fields)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", "text/xml");
    }
    if (fields.length > 0) {
      request.headers(fields);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void soapAndPlainRequestsAreLabelled() throws Exception {
    String soap = "<e:Envelope xmlns:e='x'><e:Body><t:buy xmlns:t='y'/></e:Body></e:Envelope>";
    assertThat(send("/javax/soap", soap).body()).isEqualTo(soap);
    send("/javax/orders/17", "");
    String report = send("/javax/matapalo/sql", "").body();
    assertThat(report)
        .contains("\"operation\":\"/javax/soap#buy\",\"requests\":1,\"statements\":{\"select\":3")
        .contains(
            "\"operation\":\"GET /javax/orders/{number}\",\"requests\":1,\"statements\":{\"select\":3");
    assertThat(send("/javax/matapalo/metrics", "").body()).contains("# TYPE ");
    assertThat(send("/javax/matapalo/sql/statements?operation=/javax/soap%23buy", "").body())
        .contains("\"operation\":\"/javax/soap#buy\",\"statements\":[");
    assertThat(send("/javax/matapalo/sql/statements", "").statusCode()).isEqualTo(404);
    assertThat(send("/javax/matapalo/sql", "", "X-Forwarded-For", "192.0.2.1").statusCode())
        .isEqualTo(404);
  }

  @Test
  void answerTellsItsCountsToWhoAsksAndToNobodyElse() throws Exception {
    assertThat(counts("/javax/text")).startsWith("select=3;insert=0;update=0;");
    assertThat(counts("/javax/nothing")).startsWith("select=3;");
    assertThat(counts("/javax/error")).startsWith("select=3;");
    // Counted after the first byte, but before anything was sent.
    assertThat(counts("/javax/bytes")).startsWith("select=3;insert=0;update=1;");
    assertThat(send("/javax/text", "").headers().firstValue("X-Matapalo-Sql")).isEmpty();
  }

  private static String counts(String path) throws Exception {
    return send(path, "", "X-Matapalo-Sql", "please")
        .headers()
        .firstValue("X-Matapalo-Sql")
        .orElse("");
  }
}
