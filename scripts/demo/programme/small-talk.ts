/** Those who talk in the demo's rooms. */
export const talkers = {
  mira: { name: "Mira Halloran", username: "mira" },
  tomas: { name: "Tomas Vega", username: "tomas" },
  noor: { name: "Noor Haddad", username: "noor" },
  paul: { name: "Paul Winter", username: "paul.winter" },
} as const;
export type Talker = keyof typeof talkers | "demo";

/** Something that is said. `answers`: the place of what it answers among these, from 0. `reactions`: who thinks what of it. */
export interface Said {
  by: Talker;
  words: string;
  answers?: number;
  reactions?: readonly (readonly [Talker, string])[];
  isPinned?: boolean;
}

export interface DemoRoom {
  name: string;
  description: string;
  owner: keyof typeof talkers;
  members: readonly Talker[];
  talk: readonly Said[];
}

/** The demo's rooms, the first of which the demo user is in. */
export const demoRooms: readonly DemoRoom[] = [
  {
    name: "The foyer",
    description: "Before the curtain and after it: plays, films, and how to get home.",
    owner: "mira",
    members: ["tomas", "noor", "paul", "demo"],
    talk: [
      {
        by: "mira",
        words: "Welcome to the foyer. **Doors open an hour before the show**, the bar ten minutes later.",
        isPinned: true,
        reactions: [
          ["noor", "👍"],
          ["tomas", "👍"],
          ["paul", "❤️"],
        ],
      },
      { by: "tomas", words: "Has anyone seen *Twelfth Night* yet?" },
      {
        by: "noor",
        words: "On the opening night. The storm is done with one lamp and a sheet, and it works.",
        answers: 1,
        reactions: [["mira", "😮"]],
      },
      { by: "noor", words: "Go for the balcony: you see the floor light up." },
      { by: "paul", words: "Row C of the balcony, then. Thanks for the tip" },
      { by: "demo", words: "I have two for Friday and one friend who cannot come. Is there a way to give a seat back?" },
      {
        by: "mira",
        words: "Yes, in your tickets: **Cancel** shows what comes back before it asks. Somebody on the waitlist will be glad.",
        answers: 5,
        reactions: [["paul", "🎉"]],
      },
      { by: "tomas", words: "I am on that waitlist, by the way" },
      { by: "paul", words: "And the night bus home leaves at 23:40, so nobody has to run out during the applause." },
      { by: "noor", words: "@demo which row are you in? We are four in row B and meet at the stairs." },
      { by: "noor", words: "Bring a coat, the cellar is cold 🧥" },
    ],
  },
  {
    name: "Front row film club",
    description: "One film a week, and everybody sits too close.",
    owner: "paul",
    members: ["noor", "tomas"],
    talk: [
      { by: "paul", words: "This week: *The Last Lighthouse*, Thursday, the late show." },
      { by: "tomas", words: "Row A?", answers: 0 },
      { by: "paul", words: "Always row A.", answers: 1, reactions: [["noor", "😂"]] },
    ],
  },
];

/** What the first of the talkers says to the demo user alone. */
export const demoAside = { by: "mira", words: "Hello Dana, good to have you here. If anything is unclear, just ask me." } as const;
