package com.turnstile.data;

import java.util.List;
import java.util.Locale;

/** Names of people, places and shows, by country. Stateless. */
final class Words {

  static final String[] COUNTRIES = {"DE", "FR", "PT", "NL", "AT"};

  private static final String[][] CITIES = {
    {"Hamburg", "Leipzig", "Köln", "Dresden", "Rostock", "Bremen", "Kassel", "Freiburg"},
    {"Lyon", "Nantes", "Lille", "Rennes", "Dijon", "Orléans", "Besançon", "Tours"},
    {"Lisboa", "Porto", "Braga", "Évora", "Coimbra", "Setúbal", "Guimarães", "Faro"},
    {"Utrecht", "Rotterdam", "Haarlem", "Groningen", "Breda", "Leiden", "Zwolle", "Delft"},
    {"Wien", "Graz", "Linz", "Innsbruck", "Salzburg", "Bregenz", "Villach", "Steyr"}
  };
  private static final String[] HOUSES = {
    "Arena", "Concert Hall", "Playhouse", "Open Air", "Club", "Opera", "Pavilion", "Theatre"
  };
  private static final String[] HOUSE_NAMES = {
    "Harbour", "Station", "Castle", "Garden", "River", "Market", "Mill", "Bridge", "North", "Old"
  };
  private static final String[][] FIRST_NAMES = {
    {"Anna", "Jonas", "Lena", "Felix", "Jürgen", "Sophie", "Karl", "Greta", "Paul", "Mia"},
    {"Camille", "Hugo", "Léa", "Louis", "Manon", "Rémi", "Chloé", "Jules", "Inès", "Noé"},
    {"Inês", "João", "Beatriz", "Tiago", "Marta", "Duarte", "Rita", "Gonçalo", "Ana", "Rui"},
    {"Sanne", "Daan", "Femke", "Bram", "Lotte", "Joris", "Anouk", "Thijs", "Eva", "Ruben"},
    {"Theresa", "Lukas", "Magdalena", "Sebastian", "Klara", "Xaver", "Ida", "Moritz", "Eva", "Leo"}
  };
  private static final String[][] LAST_NAMES = {
    {
      "Becker", "Schröder", "Voigt", "Kaiser", "Lorenz", "Brandt", "Seidel", "Kühn", "Busch", "Graf"
    },
    {
      "Moreau",
      "Lefèvre",
      "Garnier",
      "Rousseau",
      "Chevalier",
      "Perrin",
      "Faure",
      "Blanc",
      "Roy",
      "Noël"
    },
    {
      "Ferreira",
      "Almeida",
      "Carvalho",
      "Pinto",
      "Magalhães",
      "Rocha",
      "Neves",
      "Simões",
      "Leal",
      "Cruz"
    },
    {
      "de Vries", "Bakker", "Visser", "Mulder", "van Dijk", "Smit", "Kok", "Dekker", "Vos", "Kuiper"
    },
    {"Huber", "Steiner", "Moser", "Pichler", "Gruber", "Eder", "Fuchs", "Wallner", "Auer", "Lang"}
  };
  private static final String[] ADJECTIVES = {
    "Midnight", "Silver", "Wandering", "Electric", "Quiet", "Crimson", "Northern", "Paper",
        "Golden",
    "Hollow", "Velvet", "Distant", "Burning", "Little", "Glass", "Restless", "Salt", "Winter"
  };
  private static final String[] NOUNS = {
    "Foxes", "Lanterns", "Rivers", "Sparrows", "Machines", "Orchard", "Harbours", "Wolves",
        "Pilots",
    "Gardeners", "Shadows", "Tigers", "Letters", "Islands", "Clocks", "Mountains", "Sailors",
        "Kites"
  };
  private static final String[] SHOWS = {
    "live", "Acoustic Tour", "Farewell Tour", "Unplugged", "in Concert", "Summer Festival",
    "Symphonic Night", "Stand-up Comedy", "The Musical", "Jazz Session", "Open Air", "on Ice",
    "Chamber Music", "Tour '26", "Rock Night", "Family Matinee"
  };
  private static final List<String> PLAIN =
      List.of("ä=ae", "ö=oe", "ü=ue", "é=e", "è=e", "ë=e", "ê=e", "ç=c", "ã=a", "õ=o", " =");

  private Words() {}

  static String venue(int country, Dice dice) {
    return dice.oneOf(HOUSE_NAMES) + " " + dice.oneOf(HOUSES) + " " + dice.oneOf(CITIES[country]);
  }

  static String event(Dice dice) {
    String act = "The " + dice.oneOf(ADJECTIVES) + " " + dice.oneOf(NOUNS);
    String show = dice.oneOf(SHOWS);
    return dice.percent(15)
        ? act + " & The " + dice.oneOf(ADJECTIVES) + " " + dice.oneOf(NOUNS) + ": " + show
        : act + ": " + show;
  }

  static String firstName(int country, Dice dice) {
    return dice.oneOf(FIRST_NAMES[country]);
  }

  static String lastName(int country, Dice dice) {
    return dice.oneOf(LAST_NAMES[country]);
  }

  /** Unique by the number. */
  static String email(String firstName, String lastName, long number) {
    return plain(firstName) + "." + plain(lastName) + number + "@example.org";
  }

  private static String plain(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    for (String pair : PLAIN) {
      text = text.replace(pair.substring(0, 1), pair.substring(2));
    }
    return text;
  }
}
