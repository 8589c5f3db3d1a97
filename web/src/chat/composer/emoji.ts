/** What people react with most, in front. */
export const quickEmoji = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;

/** Emoji with the words by which they are found, in the order of a keyboard. */
const listed = `
😀 grinning smile happy|😄 smile happy|😁 beaming grin|😆 laughing|😅 sweat relief|🤣 rolling laughing|😂 tears joy laughing|🙂 slight smile|😉 wink|😊 blush smile|😇 angel
🥰 love hearts|😍 heart eyes love|🤩 starstruck wow|😘 kiss|😋 yum delicious|😛 tongue|🤪 silly zany|🤗 hug|🤭 giggle oops|🤫 quiet hush|🤔 thinking hmm|😐 neutral|🙄 eye roll
😬 grimace awkward|😌 relieved|😴 sleep tired|🥱 yawn bored|😷 mask ill|🤒 ill fever|🤯 mind blown|🥳 party celebrate|😎 cool sunglasses|🤓 nerd glasses|😮 surprised wow|😲 astonished
🥺 pleading|😢 sad cry|😭 crying sob|😤 huff|😠 angry|🤬 swearing|😱 scream shock|😳 flushed|🥶 cold|🥵 hot|💀 skull dead|🤡 clown|👻 ghost|🤖 robot
👍 thumbs up yes good|👎 thumbs down no bad|👏 clap applause bravo|🙌 hooray hands|🙏 please thanks|🤝 deal handshake|👋 wave hello bye|✌️ victory peace|🤞 fingers crossed luck|👌 ok perfect
💪 strong muscle|👀 eyes look|🫶 heart hands|🤷 shrug|🙋 me raise hand|🤦 facepalm|❤️ heart love red|🧡 heart orange|💛 heart yellow|💚 heart green|💙 heart blue|💜 heart purple|🖤 heart black
💔 broken heart|💯 hundred perfect|✨ sparkles|🔥 fire hot|⭐ star|🌟 glowing star|⚡ lightning|🎉 party tada celebrate|🎊 confetti|🎈 balloon|🎁 present gift|🏆 trophy win
🎭 theatre masks play|🎬 film clapper movie|🎤 microphone sing|🎵 note music|🎶 notes music|🎸 guitar|🎹 piano keys|🎻 violin|🥁 drum|🎟️ ticket admission|🎫 ticket|🍿 popcorn film|🪩 disco
💺 seat|🚌 bus coach|🚆 train|🚕 taxi|🚲 bicycle|🚶 walking|🗺️ map|📍 pin place|⏰ alarm clock late|⌛ hourglass wait|📅 calendar date|☀️ sun|🌧️ rain|🌙 moon night|❄️ snow|🌈 rainbow
☕ coffee|🍺 beer|🍻 cheers beer|🥂 cheers champagne|🍷 wine|🍕 pizza|🍔 burger|🌮 taco|🍰 cake|🍪 cookie|🍎 apple|🥐 croissant|🐶 dog|🐱 cat|🦊 fox|🐻 bear|🦉 owl|🦄 unicorn
🌹 rose flower|💐 bouquet flowers|🌻 sunflower|🌲 tree|🎃 pumpkin|🎄 christmas tree|✅ done check yes|❌ no cross|❓ question|❗ exclamation|⚠️ warning|➕ plus|👉 there right|👈 here left|👆 up this|👇 down
`;

export interface Emoji {
  emoji: string;
  words: string;
}

export const allEmoji: readonly Emoji[] = listed
  .split(/[\n|]/)
  .filter((entry) => entry !== "")
  .map((entry) => {
    const [emoji = "", ...words] = entry.split(" ");
    return { emoji, words: words.join(" ") };
  });

/** Those of which a word begins like one of these; all of them without any. */
export function emojiLike(words: string): readonly Emoji[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return allEmoji.filter((each) => wanted.every((part) => each.words.split(" ").some((word) => word.startsWith(part))));
}
